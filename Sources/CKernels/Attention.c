#include "CKernels.h"
#include "Dropout.h"
#include "Elementary.h"

INLINE float dot(long width, const float *a, const float *b) {
  const long whole = width - width % LANES;
  lanes partial = 0.0f;
  for (long i = 0; i < whole; i += LANES) partial += *(const lanes *)(a + i) * *(const lanes *)(b + i);
  float sum = whole ? sum_of_lanes(&partial) : 0.0f;
  for (long i = whole; i < width; i++) sum += a[i] * b[i];
  return sum;
}

/* So many heads are multiplied at once. */
#define TOGETHER 4

/* The dot products of heads that lie side by side, times `factor`: each as `dot` has it, but four sums of lanes go down
   their levels in one register. */
INLINE void dots(long width, long heads, float factor, const float *a, const float *b, float *out) {
  const long whole = width - width % LANES;
  long h = 0;
  for (; whole && h + TOGETHER <= heads; h += TOGETHER) {
    const float *x = a + h * width, *y = b + h * width;
    lanes v[TOGETHER] = {0.0f, 0.0f, 0.0f, 0.0f};
    for (long j = 0; j < TOGETHER; j++)
      for (long i = 0; i < whole; i += LANES)
        v[j] += *(const lanes *)(x + j * width + i) * *(const lanes *)(y + j * width + i);
    const lanes eights =
        __builtin_shufflevector(v[0], v[1], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
        __builtin_shufflevector(v[0], v[1], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    const lanes other_eights =
        __builtin_shufflevector(v[2], v[3], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
        __builtin_shufflevector(v[2], v[3], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    const lanes fours =
        __builtin_shufflevector(eights, other_eights, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
        __builtin_shufflevector(eights, other_eights, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    const lanes twos =
        fours + __builtin_shufflevector(fours, fours, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
    const lanes ones =
        twos + __builtin_shufflevector(twos, twos, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    for (long j = 0; j < TOGETHER; j++) {
      float sum = ones[4 * j];
      for (long i = whole; i < width; i++) sum += x[j * width + i] * y[j * width + i];
      out[h + j] = factor * sum;
    }
  }
  for (; h < heads; h++) out[h] = factor * dot(width, a + h * width, b + h * width);
}

INLINE void add_scaled(long width, float factor, const float *x, float *restrict out) {
  const long whole = width - width % LANES;
  for (long i = 0; i < whole; i += LANES) *(lanes *)(out + i) += factor * *(const lanes *)(x + i);
  for (long i = whole; i < width; i++) out[i] += factor * x[i];
}

/* Rows x[map[rows[n]]], each head of which counts with a factor of its own. */
struct weighted_rows {
  long count;
  const int32_t *rows, *map; /* map: may be NULL */
  const float *x;
  long stride;
  /* A row's factors, [heads]: at n factor_stride or, if each row has its own, at rows[n] factor_stride. */
  const float *factors;
  long factor_stride;
  int factors_of_rows;
  /* Whether the sign of a factor tells that it was dropped, and what the others are multiplied with. */
  int marked;
  float scale;
};

INLINE const float *row_of(struct weighted_rows w, long n) {
  const long row = w.rows[n];
  return w.x + (w.map ? w.map[row] : row) * w.stride;
}

INLINE const float *factors_of(struct weighted_rows w, long n) {
  return w.factors + (w.factors_of_rows ? w.rows[n] : n) * w.factor_stride;
}

INLINE float factor(struct weighted_rows w, float f) { return !w.marked ? f : f < 0.0f ? 0.0f : w.scale * f; }

/* So many registers are summed into at once. */
#define BLOCK 8

INLINE void sum_block(struct weighted_rows w, long block, long column, long width, float *out) {
  const long head = column / width;
  lanes sums[BLOCK];
  for (long i = 0; i < block; i++) sums[i] = 0.0f;
  for (long n = 0; n < w.count; n++) {
    const float *row = row_of(w, n) + column, *f = factors_of(w, n) + head;
    for (long i = 0; i < block; i++) sums[i] += factor(w, f[i * LANES / width]) * *(const lanes *)(row + i * LANES);
  }
  for (long i = 0; i < block; i++) *(lanes *)(out + column + i * LANES) = sums[i];
}

/* out = the weighted sum of the rows, [heads, width]. */
INLINE void sum_rows(struct weighted_rows w, long heads, long width, float *out) {
  const long all = heads * width;
  if (width % LANES) {
    memset(out, 0, (unsigned long)all * sizeof(float));
    for (long n = 0; n < w.count; n++)
      for (long h = 0; h < heads; h++)
        add_scaled(width, factor(w, factors_of(w, n)[h]), row_of(w, n) + h * width, out + h * width);
    return;
  }
  long column = 0;
  if (BLOCK * LANES % width == 0)
    for (; column + BLOCK * LANES <= all; column += BLOCK * LANES) sum_block(w, BLOCK, column, width, out);
  for (; column < all; column += LANES) sum_block(w, 1, column, width, out);
}

/* Softmax of each column of p, [length, heads], for `together` columns. */
INLINE void subtract_largest(long length, long heads, long together, float *p) {
  float largest[TOGETHER];
  for (long h = 0; h < together; h++) largest[h] = p[h];
  for (long t = 1; t < length; t++)
    for (long h = 0; h < together; h++) largest[h] = p[t * heads + h] > largest[h] ? p[t * heads + h] : largest[h];
  for (long t = 0; t < length; t++)
    for (long h = 0; h < together; h++) p[t * heads + h] -= largest[h];
}

INLINE void divide_by_sum(long length, long heads, long together, float *p) {
  float sum[TOGETHER] = {0.0f}, share[TOGETHER];
  for (long t = 0; t < length; t++)
    for (long h = 0; h < together; h++) sum[h] += p[t * heads + h];
  for (long h = 0; h < together; h++) share[h] = 1.0f / sum[h];
  for (long t = 0; t < length; t++)
    for (long h = 0; h < together; h++) p[t * heads + h] *= share[h];
}

/* The softmax of each head's column of p, [length, heads]. */
INLINE void softmax(long length, long heads, float *p) {
  const long groups = heads - heads % TOGETHER;
  for (long h = 0; h < groups; h += TOGETHER) subtract_largest(length, heads, TOGETHER, p + h);
  for (long h = groups; h < heads; h++) subtract_largest(length, heads, 1, p + h);
  for (long i = 0; i < length * heads; i++) p[i] = exponential(p[i]);
  for (long h = 0; h < groups; h += TOGETHER) divide_by_sum(length, heads, TOGETHER, p + h);
  for (long h = groups; h < heads; h++) divide_by_sum(length, heads, 1, p + h);
}

/* The usual width of a head, for which loops over it unroll. */
#define USUAL_WIDTH 32

INLINE void mix(const struct gk_attention_rows *a, long width, long first, long last, float *output) {
  const long heads = a->heads;
  const float keep = a->mask ? a->mask->scale : 1.0f;
  for (long row = first; row < last; row++) {
    const long length = a->lengths[row];
    const int32_t *path = a->paths + row * a->positions;
    const float *q = a->queries + (a->query_rows ? a->query_rows[row] : row) * a->query_stride;
    float *p = a->probabilities + row * a->positions * heads;
    for (long t = 0; t < length; t++)
      dots(width, heads, a->scale, q, a->keys + path[t] * a->key_stride, p + t * heads);
    softmax(length, heads, p);
    if (a->mask) mark_dropped(a->mask, row * a->positions * heads, length * heads, p);
    const struct weighted_rows values = {length, path, 0, a->values, a->key_stride, p, heads, 0, a->mask != 0, keep};
    sum_rows(values, heads, width, output + row * heads * width);
  }
}

KERNEL(void, gk_attention,
       (const struct gk_attention_rows *a, long first, long last, float *output),
       (a, first, last, output)) {
  if (a->head_width == USUAL_WIDTH)
    mix(a, USUAL_WIDTH, first, last, output);
  else
    mix(a, a->head_width, first, last, output);
}

/* s = scale |p| (s - sum of |p| s), column by column. */
INLINE void softmax_slopes(long length, long heads, long together, float scale, const float *p, float *s) {
  float mean[TOGETHER] = {0.0f};
  for (long t = 0; t < length; t++)
    for (long h = 0; h < together; h++) mean[h] += __builtin_fabsf(p[t * heads + h]) * s[t * heads + h];
  for (long t = 0; t < length; t++)
    for (long h = 0; h < together; h++)
      s[t * heads + h] = scale * __builtin_fabsf(p[t * heads + h]) * (s[t * heads + h] - mean[h]);
}

INLINE void mix_backward(const struct gk_attention_rows *a, long width, long first, long last, const float *doutput,
                         float *dqueries, long dquery_stride) {
  const long heads = a->heads;
  const float keep = a->mask ? a->mask->scale : 1.0f;
  for (long row = first; row < last; row++) {
    const long length = a->lengths[row];
    const int32_t *path = a->paths + row * a->positions;
    const float *p = a->probabilities + row * a->positions * heads;
    float *s = a->slopes + row * a->positions * heads;
    const float *dout = doutput + row * heads * width;
    for (long t = 0; t < length; t++)
      dots(width, heads, 1.0f, dout, a->values + path[t] * a->key_stride, s + t * heads);
    if (a->mask)
      for (long i = 0; i < length * heads; i++) s[i] = p[i] < 0.0f ? 0.0f : keep * s[i];
    const long groups = heads - heads % TOGETHER;
    for (long h = 0; h < groups; h += TOGETHER) softmax_slopes(length, heads, TOGETHER, a->scale, p + h, s + h);
    for (long h = groups; h < heads; h++) softmax_slopes(length, heads, 1, a->scale, p + h, s + h);
    const struct weighted_rows keys = {length, path, 0, a->keys, a->key_stride, s, heads, 0, 0, 1.0f};
    sum_rows(keys, heads, width, dqueries + row * dquery_stride);
  }
}

KERNEL(void, gk_attention_backward,
       (const struct gk_attention_rows *a, long first, long last, const float *doutput, float *dqueries,
        long dquery_stride),
       (a, first, last, doutput, dqueries, dquery_stride)) {
  if (a->head_width == USUAL_WIDTH)
    mix_backward(a, USUAL_WIDTH, first, last, doutput, dqueries, dquery_stride);
  else
    mix_backward(a, a->head_width, first, last, doutput, dqueries, dquery_stride);
}

INLINE void keys_backward(const struct gk_attention_rows *a, long width, long first, long last,
                          const int32_t *link_starts, const int32_t *links, const int32_t *positions_of_keys,
                          const float *doutput, const float *dqueries, float *dqueries_here, float *dkeys,
                          float *dvalues, long dkey_stride) {
  const long heads = a->heads, all = heads * width;
  const float keep = a->mask ? a->mask->scale : 1.0f;
  for (long key = first; key < last; key++) {
    const long t = positions_of_keys[key];
    const long count = link_starts[key + 1] - link_starts[key], step = a->positions * heads;
    const int32_t *rows = links + link_starts[key];
    const struct weighted_rows queries = {
        count, rows, a->query_rows, a->queries, a->query_stride, a->slopes + t * heads, step, 1, 0, 1.0f};
    sum_rows(queries, heads, width, dkeys + key * dkey_stride);
    const struct weighted_rows outputs = {
        count, rows, 0, doutput, all, a->probabilities + t * heads, step, 1, a->mask != 0, keep};
    sum_rows(outputs, heads, width, dvalues + key * dkey_stride);
    if (!dqueries) continue;
    float *dq = dqueries_here + key * dkey_stride;
    memset(dq, 0, (unsigned long)all * sizeof(float));
    for (long n = 0; n < count; n++)
      if (a->lengths[rows[n]] == t + 1) add_scaled(all, 1.0f, dqueries + rows[n] * all, dq);
  }
}

KERNEL(void, gk_attention_keys_backward,
       (const struct gk_attention_rows *a, long first, long last, const int32_t *link_starts, const int32_t *links,
        const int32_t *positions_of_keys, const float *doutput, const float *dqueries, float *dqueries_here,
        float *dkeys, float *dvalues, long dkey_stride),
       (a, first, last, link_starts, links, positions_of_keys, doutput, dqueries, dqueries_here, dkeys, dvalues,
        dkey_stride)) {
  if (a->head_width == USUAL_WIDTH)
    keys_backward(a, USUAL_WIDTH, first, last, link_starts, links, positions_of_keys, doutput, dqueries,
                  dqueries_here, dkeys, dvalues, dkey_stride);
  else
    keys_backward(a, a->head_width, first, last, link_starts, links, positions_of_keys, doutput, dqueries,
                  dqueries_here, dkeys, dvalues, dkey_stride);
}
