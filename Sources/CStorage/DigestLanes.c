#include "Levels.h"
#include <string.h>

/* SHA-256 (FIPS 180-4), sixteen messages at a time: lane l of every vector belongs to message l. One message alone
   has no parallelism that a processor without SHA instructions could use; sixteen take little longer than one. */

enum { lanes = gk_digest_lanes, block_bytes = 64 };

typedef uint32_t words __attribute__((vector_size(4 * lanes)));

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const uint32_t initial_state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

#define ROTATED(x, n) ((x) >> (n) | (x) << (32 - (n)))

/* One stage of the transposition of a 16 x 16 matrix of words: exchanges halves of `step` words between rows. */
#define EXCHANGE(i, j, first, second)                                                                                  \
  do {                                                                                                                 \
    words left = w[i], right = w[j];                                                                                   \
    w[i] = __builtin_shufflevector(left, right, first);                                                                \
    w[j] = __builtin_shufflevector(left, right, second);                                                               \
  } while (0)

#define FIRST_8 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define SECOND_8 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31
#define FIRST_4 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define SECOND_4 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#define FIRST_2 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define SECOND_2 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define FIRST_1 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30
#define SECOND_1 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31

/* Compresses `blocks` blocks of every lane; lane l goes on by strides[l] bytes from block to block. */
INLINE void compress(words *state, const uint8_t *const *data, const size_t *strides, size_t blocks) {
  for (size_t block = 0; block < blocks; block++) {
    words w[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      memcpy(&w[lane], data[lane] + block * strides[lane], block_bytes);
      w[lane] = (w[lane] & 0xff) << 24 | (w[lane] & 0xff00) << 8 | (w[lane] >> 8 & 0xff00) | w[lane] >> 24;
    }
    for (int i = 0; i < 8; i++) EXCHANGE(i, i + 8, FIRST_8, SECOND_8);
    for (int i = 0; i < 16; i += i % 8 == 3 ? 5 : 1) EXCHANGE(i, i + 4, FIRST_4, SECOND_4);
    for (int i = 0; i < 16; i += i % 4 == 1 ? 3 : 1) EXCHANGE(i, i + 2, FIRST_2, SECOND_2);
    for (int i = 0; i < 16; i += 2) EXCHANGE(i, i + 1, FIRST_1, SECOND_1);

    words a = state[0], b = state[1], c = state[2], d = state[3];
    words e = state[4], f = state[5], g = state[6], h = state[7];
#pragma clang loop unroll(full)
    for (int i = 0; i < 64; i++) {
      if (i >= 16) {
        words early = w[(i + 1) & 15], late = w[(i + 14) & 15];
        w[i & 15] += (ROTATED(early, 7) ^ ROTATED(early, 18) ^ early >> 3) + w[(i + 9) & 15] +
                     (ROTATED(late, 17) ^ ROTATED(late, 19) ^ late >> 10);
      }
      words first = h + (ROTATED(e, 6) ^ ROTATED(e, 11) ^ ROTATED(e, 25)) + (g ^ (e & (f ^ g))) + round_constants[i] +
                    w[i & 15];
      words second = (ROTATED(a, 2) ^ ROTATED(a, 13) ^ ROTATED(a, 22)) + ((a & b) | (c & (a | b)));
      h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

LEVELS(compress, (words *state, const uint8_t *const *data, const size_t *strides, size_t blocks),
       (state, data, strides, blocks))

/* The message's last bytes with its padding and length: one or two blocks. */
static size_t pad(const uint8_t *message, size_t length, uint8_t *tail) {
  size_t rest = length % block_bytes, size = rest < 56 ? block_bytes : 2 * block_bytes;
  memset(tail, 0, size);
  if (rest) memcpy(tail, message + (length - rest), rest);
  tail[rest] = 0x80;
  for (int i = 0; i < 8; i++) tail[size - 1 - i] = (uint8_t)((uint64_t)length * 8 >> 8 * i);
  return size / block_bytes;
}

void gk_digest(int level, size_t count, const uint8_t *const *messages, const size_t *lengths, uint8_t *digests) {
  static const uint8_t nothing[block_bytes];
  uint8_t tails[lanes][2 * block_bytes];
  const uint8_t *data[lanes];
  size_t strides[lanes], left[lanes];
  int padded[lanes] = {0};
  words state[8];
  for (int k = 0; k < 8; k++) state[k] = (words){0} + initial_state[k];
  for (int lane = 0; lane < lanes; lane++) {
    int used = (size_t)lane < count;
    data[lane] = used ? messages[lane] : nothing;
    strides[lane] = used ? block_bytes : 0;
    left[lane] = used ? lengths[lane] / block_bytes : 0;
  }
  for (;;) {
    size_t blocks = SIZE_MAX;
    for (size_t lane = 0; lane < count; lane++) {
      if (left[lane] == 0 && !padded[lane]) {
        left[lane] = pad(messages[lane], lengths[lane], tails[lane]);
        data[lane] = tails[lane];
        padded[lane] = 1;
      }
      if (left[lane] > 0 && left[lane] < blocks) blocks = left[lane];
    }
    if (blocks == SIZE_MAX) return;
    compress_at_level(level, state, data, strides, blocks);
    for (size_t lane = 0; lane < count; lane++) {
      if (left[lane] == 0) continue;
      data[lane] += blocks * block_bytes;
      left[lane] -= blocks;
      if (left[lane] > 0 || !padded[lane]) continue;
      for (int k = 0; k < 8; k++)
        for (int i = 0; i < 4; i++) digests[32 * lane + 4 * k + i] = (uint8_t)(state[k][lane] >> (24 - 8 * i));
      data[lane] = nothing;
      strides[lane] = 0;
    }
  }
}
