#ifndef CKERNELS_H
#define CKERNELS_H
#include <stdint.h>
#include "recurrence.h"
#include "transforms.h"

/* Loops compiled for several classes of processors. Matrices are row-major; `stride` is the distance between rows. */

/* Classes are the levels 4, 3 and 2 of the x86-64 architecture, called "v4", "v3" and "v2". The highest that this
   processor has, 0 if it has none; and what a name stands for, 0 if it is no name. */
int gk_highest_class(void);
int gk_class_named(const char *name);
/* Has all loops computed as a processor of this class would; returns 0, and changes nothing, if this one cannot. To be
   called before anything is computed. The environment variable GROKLINE_NUMERIC_CLASS does the same at the start. */
int gk_use_class(int number);
/* The class that was asked for by either; 0 if none was. */
int gk_asked_class(void);

/* The architecture and level of the loops in use: "x86-64-v4", … */
const char *gk_dispatch_level(void);

/* Tells the processor that the caller is waiting in a loop. */
static inline void gk_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* Makes this thread read and write numbers below the normal range as zero; returns how it was before. */
uint64_t gk_flush_subnormals(void);
void gk_restore_subnormals(uint64_t before);

/* y = f(x), elementwise. */
void gk_exp(long count, const float *x, float *y);
void gk_tanh(long count, const float *x, float *y);
void gk_erf(long count, const float *x, float *y);

/* y = f(x), and x becomes f'(x) if `keep_slope`. */
void gk_gelu(long count, float *x, float *y, int keep_slope);
void gk_tanh_activation(long count, float *x, float *y, int keep_slope);
/* y = x above zero, leak * x below. */
void gk_rectify(long count, float *x, float *y, float leak, int keep_slope);

/* out = base + a * b; a missing base is zero, and it may be out itself. */
void gk_multiply(long count, const float *a, const float *b, const float *base, float *out);
/* out += x. */
void gk_add(long count, const float *x, float *out);
/* Every row of out = the row of base + bias; either may be missing. */
void gk_fill_rows(long rows, long width, const float *base, const float *bias, float *out);
/* out[i] = sum over the rows of x[., first + i], i < columns. */
void gk_sum_columns(long rows, long stride, long first, long columns, const float *x, float *out);

/* Which numbers dropout sets to zero: number i of a matrix is dropped if word (i / 16) % 4 of block
   i / 64 * 16 + i % 16 of the random stream is below `threshold`, and multiplied by `scale` otherwise. */
struct gk_mask {
  uint64_t seed, stream;
  uint32_t threshold;
  float scale;
};
/* out = base + mask * x for numbers first..<first + count of a matrix; pointers are to the first of these. A missing
   base is zero; it, or x, may be out itself. */
void gk_dropout(const struct gk_mask *mask, long first, long count, const float *x, const float *base, float *out);

/* y = gain * (x - mean) / sqrt(variance + epsilon) + bias; statistics[row] = {mean, 1 / sqrt(...)}, if not missing.
   A missing bias is zero. */
void gk_layer_norm(long rows, long width, float epsilon, const float *x, const float *gain, const float *bias,
                   float *y, float *statistics);
/* dx = base + gradient through the above; a missing base is zero, and it may be dx itself. */
void gk_layer_norm_backward(long rows, long width, const float *x, const float *statistics, const float *gain,
                            const float *dy, const float *base, float *dx);
/* Gradients of gain and bias, overwritten; the bias may be missing. */
void gk_layer_norm_parameters(long rows, long width, const float *x, const float *statistics, const float *dy,
                              float *dgain, float *dbias);

/* Attention of rows over their own and earlier positions. `paths[row * positions + t]` is the key row at position t;
   a row attends to its first `lengths[row]` positions. Probabilities and slopes are [rows, positions, heads]; those
   probabilities that `mask` drops are kept with a minus sign. */
struct gk_attention_rows {
  long heads, head_width, positions;
  float scale;
  const float *queries; /* [., query_stride]; row i of the output asks with row query_rows[i], or i if missing */
  long query_stride;
  const int32_t *query_rows;
  const float *keys, *values; /* [., key_stride] */
  long key_stride;
  const int32_t *paths, *lengths;
  float *probabilities, *slopes;
  const struct gk_mask *mask; /* of the probabilities; missing if none is dropped */
};
/* output[i] = sum over t of mask[t] softmax(scale * q . k)[t] v_t, for rows first..<last. */
void gk_attention(const struct gk_attention_rows *a, long first, long last, float *output);
/* dqueries[i], and slopes, the gradient of the scaled scores; overwritten. */
void gk_attention_backward(const struct gk_attention_rows *a, long first, long last, const float *doutput,
                           float *dqueries, long dquery_stride);
/* dkeys and dvalues of key rows first..<last, overwritten: sums over `links`, the rows that attend to each, which
   links_start delimits. `positions_of_keys` is each key row's position. With `dqueries` not missing, the query
   gradients of rows that ask with this very row are summed into `dqueries_here`. */
void gk_attention_keys_backward(const struct gk_attention_rows *a, long first, long last, const int32_t *link_starts,
                                const int32_t *links, const int32_t *positions_of_keys, const float *doutput,
                                const float *dqueries, float *dqueries_here, float *dkeys, float *dvalues,
                                long dkey_stride);

/* Sum over samples of -log softmax(logits[sample])[classes[rows[sample]]]; the gradient times `scale`, if not missing.
   Missing rows are 0, 1, 2, ... */
double gk_cross_entropy(long samples, long outputs, const float *logits, const int32_t *classes,
                        const int32_t *rows, float scale, float *gradient);

/* Columns of a panel of weights; the last has half as many if that is enough. */
#define GK_PANEL 32
/* Whether the panel products below are faster than BLAS in the class in use. */
int gk_panels_pay(void);
/* Panels of the [k, n] matrix b, or of the transpose of the [n, k] matrix b: each [k, columns], zero beyond n. */
void gk_pack_rows(long k, long n, const float *b, long stride_b, float *panels);
void gk_pack_columns(long k, long n, const float *b, long stride_b, float *panels);
/* c[m, n] = base + bias + a[m, k] b, with b in panels; a missing base or bias is zero, and base may be c. */
void gk_panel_product(long m, long n, long k, const float *a, long stride_a, const float *panels, const float *base,
                      long stride_base, const float *bias, float *c, long stride_c);

/* c[m, n] = aT b with a [rows, m] and b [rows, n]: every number a sum in the order of rows. Row i of b is b_rows[i] if
   that is not missing. */
void gk_outer_product(long rows, long m, long n, const float *a, long stride_a, const float *b, long stride_b,
                      const int32_t *b_rows, float *c, long stride_c);

#endif
