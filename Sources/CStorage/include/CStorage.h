#ifndef CSTORAGE_H
#define CSTORAGE_H
#include <stddef.h>
#include <stdint.h>

/* Loops over the bytes of stored numbers. Each takes the level of instructions that it may use, at most
   gk_storage_level(); every level gives the same bytes. */

enum gk_level { gk_portable, gk_avx2, gk_avx512 };
/* The highest level of this processor. */
int gk_storage_level(void);
/* Whether the processor has instructions for SHA-256, with which one message after the other is as fast as sixteen
   side by side without. */
int gk_hashes_fast_alone(void);

/* The four byte planes of 32-bit words, least significant first: planes[p * n + i] is byte p of word i.
   With a base, word i is the difference words[i] - base[i], modulo 2^32, folded so that small differences of either
   sign are small words: d >= 0 becomes 2 d, d < 0 becomes -2 d - 1. */
void gk_split_planes(int level, size_t n, const uint32_t *words, const uint32_t *base, uint8_t *planes);
/* Undoes it. The four planes may lie anywhere; `words` may be `base`. */
void gk_merge_planes(int level, size_t n, const uint8_t *const *planes, const uint32_t *base, uint32_t *words);

/* How many messages are hashed side by side. */
enum { gk_digest_lanes = 16 };
/* The SHA-256 of up to 16 messages of any lengths: digests[32 * i ...] is that of message i. */
void gk_digest(int level, size_t count, const uint8_t *const *messages, const size_t *lengths, uint8_t *digests);

/* Linux's syncfs(2), which Swift's module of the C library leaves out: writes down everything on the file system that the
   descriptor belongs to. 0, or -1 with errno. */
int gk_flush_file_system(int descriptor);

#endif
