#ifndef CKERNELS_TRANSFORMS_H
#define CKERNELS_TRANSFORMS_H
#include <stdint.h>

/* Loops over a flat update vector: filters, clipping, optimisers, projections.

   No expression here is contracted to fused multiply-add and every reduction has a fixed order, so results are
   the same at every dispatch level. */

/* Whether a filter's output stays out of the gradient, joins it or takes its place. */
typedef enum { ck_feeding, ck_adding, ck_replacing } ck_blending;

/* g += gain * x, or g = gain * x. */
void ck_blend(float *g, const float *x, float gain, ck_blending blending, int64_t count);

/* sum += g - slot; slot = g; then g += scale * sum, or g = scale * sum, or g stays. */
void ck_window_push(double *sum, float *slot, float *g, double scale, ck_blending blending, int64_t count);
/* sum = slots[0] + slots[stride] + …, `window` terms, oldest index first. */
void ck_window_refresh(double *sum, const float *slots, int64_t stride, int64_t window, int64_t count);
/* g += scale * sum, or g = scale * sum. */
void ck_blend_wide(float *g, const double *sum, double scale, ck_blending blending, int64_t count);

/* mean = decay * mean + (1 - decay) * g, in double between two roundings: a rounded decay would shift the pole; then
   g += gain * mean, or g = gain * mean, or g stays. */
void ck_mean_push(float *mean, float *g, double decay, float gain, ck_blending blending, int64_t count);

/* y += coefficient * x. */
void ck_axpy(float *y, const float *x, float coefficient, int64_t count);

/* A recursive filter in transposed direct form II: y = b0 * x + s0; `state` may be null, which stands for zero. */
void ck_recurrence_output(double *y, const float *x, const double *state, double b0, int64_t count);
/* s = b * x + next - a * y; `next` may be null, which stands for zero. */
void ck_recurrence_state(
  double *state, const double *next, const float *x, const double *y, double b, double a, int64_t count);

/* Sum of squares, and of squared differences, in double. */
double ck_square_sum(const float *x, int64_t count);
double ck_square_distance(const float *x, const float *y, int64_t count);
/* x *= factor. */
void ck_scale(float *x, float factor, int64_t count);

typedef struct {
  float rate, decay, momentum, rest;
  int nesterov, first;
} ck_sgd;
/* d = g + decay * x; m = momentum * m + rest * d (m = d the first time);
   x -= rate * (nesterov ? d + momentum * m : m). Without momentum `m` may be null. */
void ck_sgd_step(float *x, const float *g, float *m, ck_sgd rule, int64_t count);

typedef struct {
  /* lr / (1 - beta1^t), sqrt(1 - beta2^t), coupled decay, rate times decoupled decay. */
  float step, second_scale, coupled, shrink;
  float beta1_rest, beta2, beta2_rest, epsilon;
} ck_adam;
/* x -= shrink * x (not x *= 1 - shrink: that factor's rounding would add up); d = g + coupled * x;
   m += beta1_rest * (d - m); v = beta2 * v + beta2_rest * d * d;
   x -= step * m / (sqrt(v) / second_scale + epsilon). */
void ck_adam_step(float *x, const float *g, float *m, float *v, ck_adam rule, int64_t count);

#endif
