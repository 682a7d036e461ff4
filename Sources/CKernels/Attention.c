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

INLINE void add_scaled(long width, float factor, const float *x, float *restrict out) {
  const long whole = width - width % LANES;
  for (long i = 0; i < whole; i += LANES) *(lanes *)(out + i) += factor * *(const lanes *)(x + i);
  for (long i = whole; i < width; i++) out[i] += factor * x[i];
}

/* What a probability counts for where it may have been dropped, which its sign tells. */
INLINE float kept(float p, float scale) { return p < 0.0f ? 0.0f : scale * p; }

/* The usual width of a head, for which loops over it unroll. */
#define USUAL_WIDTH 32

INLINE void mix(const struct gk_attention_rows *a, long width, long first, long last, float *output) {
  const long heads = a->heads, all = heads * width;
  const float keep = a->mask ? a->mask->scale : 1.0f;
  for (long row = first; row < last; row++) {
    const long length = a->lengths[row];
    const int32_t *path = a->paths + row * a->positions;
    const float *q = a->queries + (a->query_rows ? a->query_rows[row] : row) * a->query_stride;
    float *p = a->probabilities + row * a->positions * heads;
    for (long t = 0; t < length; t++) {
      const float *k = a->keys + path[t] * a->key_stride;
      for (long h = 0; h < heads; h++) p[t * heads + h] = a->scale * dot(width, q + h * width, k + h * width);
    }
    for (long h = 0; h < heads; h++) {
      float largest = p[h];
      for (long t = 1; t < length; t++) largest = p[t * heads + h] > largest ? p[t * heads + h] : largest;
      for (long t = 0; t < length; t++) p[t * heads + h] -= largest;
    }
    for (long i = 0; i < length * heads; i++) p[i] = exponential(p[i]);
    for (long h = 0; h < heads; h++) {
      float sum = 0.0f;
      for (long t = 0; t < length; t++) sum += p[t * heads + h];
      const float share = 1.0f / sum;
      for (long t = 0; t < length; t++) p[t * heads + h] *= share;
    }
    if (a->mask) mark_dropped(a->mask, row * a->positions * heads, length * heads, p);
    float *out = output + row * all;
    memset(out, 0, (unsigned long)all * sizeof(float));
    for (long t = 0; t < length; t++) {
      const float *v = a->values + path[t] * a->key_stride;
      for (long h = 0; h < heads; h++) add_scaled(width, kept(p[t * heads + h], keep), v + h * width, out + h * width);
    }
  }
}

KERNEL void gk_attention(const struct gk_attention_rows *a, long first, long last, float *output) {
  if (a->head_width == USUAL_WIDTH)
    mix(a, USUAL_WIDTH, first, last, output);
  else
    mix(a, a->head_width, first, last, output);
}

INLINE void mix_backward(const struct gk_attention_rows *a, long width, long first, long last, const float *doutput,
                         float *dqueries, long dquery_stride) {
  const long heads = a->heads, all = heads * width;
  const float keep = a->mask ? a->mask->scale : 1.0f;
  for (long row = first; row < last; row++) {
    const long length = a->lengths[row];
    const int32_t *path = a->paths + row * a->positions;
    const float *p = a->probabilities + row * a->positions * heads;
    float *s = a->slopes + row * a->positions * heads;
    const float *dout = doutput + row * all;
    for (long t = 0; t < length; t++) {
      const float *v = a->values + path[t] * a->key_stride;
      for (long h = 0; h < heads; h++) s[t * heads + h] = dot(width, dout + h * width, v + h * width);
    }
    if (a->mask)
      for (long i = 0; i < length * heads; i++) s[i] = p[i] < 0.0f ? 0.0f : keep * s[i];
    for (long h = 0; h < heads; h++) {
      float mean = 0.0f;
      for (long t = 0; t < length; t++) mean += __builtin_fabsf(p[t * heads + h]) * s[t * heads + h];
      for (long t = 0; t < length; t++)
        s[t * heads + h] = a->scale * __builtin_fabsf(p[t * heads + h]) * (s[t * heads + h] - mean);
    }
    float *dq = dqueries + row * dquery_stride;
    memset(dq, 0, (unsigned long)all * sizeof(float));
    for (long t = 0; t < length; t++) {
      const float *k = a->keys + path[t] * a->key_stride;
      for (long h = 0; h < heads; h++) add_scaled(width, s[t * heads + h], k + h * width, dq + h * width);
    }
  }
}

KERNEL void gk_attention_backward(const struct gk_attention_rows *a, long first, long last, const float *doutput,
                                  float *dqueries, long dquery_stride) {
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
    float *dk = dkeys + key * dkey_stride, *dv = dvalues + key * dkey_stride;
    float *dq = dqueries ? dqueries_here + key * dkey_stride : 0;
    memset(dk, 0, (unsigned long)all * sizeof(float));
    memset(dv, 0, (unsigned long)all * sizeof(float));
    if (dq) memset(dq, 0, (unsigned long)all * sizeof(float));
    for (long link = link_starts[key]; link < link_starts[key + 1]; link++) {
      const long row = links[link];
      const float *p = a->probabilities + (row * a->positions + t) * heads;
      const float *s = a->slopes + (row * a->positions + t) * heads;
      const float *q = a->queries + (a->query_rows ? a->query_rows[row] : row) * a->query_stride;
      const float *dout = doutput + row * all;
      for (long h = 0; h < heads; h++) {
        add_scaled(width, s[h], q + h * width, dk + h * width);
        add_scaled(width, kept(p[h], keep), dout + h * width, dv + h * width);
      }
      if (dq && a->lengths[row] == t + 1) add_scaled(all, 1.0f, dqueries + row * all, dq);
    }
  }
}

KERNEL void gk_attention_keys_backward(const struct gk_attention_rows *a, long first, long last,
                                       const int32_t *link_starts, const int32_t *links,
                                       const int32_t *positions_of_keys, const float *doutput, const float *dqueries,
                                       float *dqueries_here, float *dkeys, float *dvalues, long dkey_stride) {
  if (a->head_width == USUAL_WIDTH)
    keys_backward(a, USUAL_WIDTH, first, last, link_starts, links, positions_of_keys, doutput, dqueries,
                  dqueries_here, dkeys, dvalues, dkey_stride);
  else
    keys_backward(a, a->head_width, first, last, link_starts, links, positions_of_keys, doutput, dqueries,
                  dqueries_here, dkeys, dvalues, dkey_stride);
}
