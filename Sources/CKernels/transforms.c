#include "transforms.h"

#include <stddef.h>

#include "Levels.h"

#pragma clang fp contract(off)

/* KERNEL(result, name, parameters, arguments) { body }, compiled for every level. */
#define KERNEL(...) LOOP(, __VA_ARGS__)

KERNEL(void, ck_blend,
       (float *restrict g, const float *restrict x, float gain, ck_blending blending, int64_t count),
       (g, x, gain, blending, count)) {
  if (blending == ck_replacing)
    for (int64_t i = 0; i < count; i++) g[i] = gain * x[i];
  else
    for (int64_t i = 0; i < count; i++) g[i] += gain * x[i];
}

KERNEL(void, ck_window_push,
       (double *restrict sum, float *restrict slot, float *restrict g, double scale, ck_blending blending,
        int64_t count),
       (sum, slot, g, scale, blending, count)) {
  if (blending == ck_adding) {
    for (int64_t i = 0; i < count; i++) {
      sum[i] += (double)g[i] - (double)slot[i];
      slot[i] = g[i];
      g[i] = (float)(g[i] + scale * sum[i]);
    }
  } else if (blending == ck_replacing) {
    for (int64_t i = 0; i < count; i++) {
      sum[i] += (double)g[i] - (double)slot[i];
      slot[i] = g[i];
      g[i] = (float)(scale * sum[i]);
    }
  } else {
    for (int64_t i = 0; i < count; i++) {
      sum[i] += (double)g[i] - (double)slot[i];
      slot[i] = g[i];
    }
  }
}

KERNEL(void, ck_window_refresh,
       (double *restrict sum, const float *restrict slots, int64_t stride, int64_t window, int64_t count),
       (sum, slots, stride, window, count)) {
  for (int64_t i = 0; i < count; i++) sum[i] = 0;
  for (int64_t k = 0; k < window; k++) {
    const float *slot = slots + k * stride;
    for (int64_t i = 0; i < count; i++) sum[i] += slot[i];
  }
}

KERNEL(void, ck_blend_wide,
       (float *restrict g, const double *restrict sum, double scale, ck_blending blending, int64_t count),
       (g, sum, scale, blending, count)) {
  if (blending == ck_replacing)
    for (int64_t i = 0; i < count; i++) g[i] = (float)(scale * sum[i]);
  else
    for (int64_t i = 0; i < count; i++) g[i] = (float)(g[i] + scale * sum[i]);
}

KERNEL(void, ck_mean_push,
       (float *restrict mean, float *restrict g, double decay, float gain, ck_blending blending, int64_t count),
       (mean, g, decay, gain, blending, count)) {
  const double rest = 1 - decay;
  if (blending == ck_adding) {
    for (int64_t i = 0; i < count; i++) {
      mean[i] = (float)(decay * mean[i] + rest * g[i]);
      g[i] += gain * mean[i];
    }
  } else if (blending == ck_replacing) {
    for (int64_t i = 0; i < count; i++) {
      mean[i] = (float)(decay * mean[i] + rest * g[i]);
      g[i] = gain * mean[i];
    }
  } else {
    for (int64_t i = 0; i < count; i++) mean[i] = (float)(decay * mean[i] + rest * g[i]);
  }
}

KERNEL(void, ck_axpy,
       (float *restrict y, const float *restrict x, float coefficient, int64_t count),
       (y, x, coefficient, count)) {
  for (int64_t i = 0; i < count; i++) y[i] += coefficient * x[i];
}

KERNEL(void, ck_recurrence_output,
       (double *restrict y, const float *restrict x, const double *restrict state, double b0, int64_t count),
       (y, x, state, b0, count)) {
  if (state)
    for (int64_t i = 0; i < count; i++) y[i] = b0 * x[i] + state[i];
  else
    for (int64_t i = 0; i < count; i++) y[i] = b0 * x[i];
}

KERNEL(void, ck_recurrence_state,
       (double *restrict state, const double *restrict next, const float *restrict x, const double *restrict y,
        double b, double a, int64_t count),
       (state, next, x, y, b, a, count)) {
  if (next)
    for (int64_t i = 0; i < count; i++) state[i] = (b * x[i] + next[i]) - a * y[i];
  else
    for (int64_t i = 0; i < count; i++) state[i] = b * x[i] - a * y[i];
}

/* Sixteen partial sums in a fixed order: what a compiler may vectorise without reordering. */
enum { lanes = 16 };

static inline double total(const double *partial) {
  double sum = 0;
  for (int lane = 0; lane < lanes; lane++) sum += partial[lane];
  return sum;
}

KERNEL(double, ck_square_sum, (const float *x, int64_t count), (x, count)) {
  double partial[lanes] = {0};
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (int lane = 0; lane < lanes; lane++) partial[lane] += (double)x[i + lane] * x[i + lane];
  for (int lane = 0; i < count; i++, lane++) partial[lane] += (double)x[i] * x[i];
  return total(partial);
}

KERNEL(double, ck_square_distance, (const float *x, const float *y, int64_t count), (x, y, count)) {
  double partial[lanes] = {0};
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (int lane = 0; lane < lanes; lane++) {
      const double d = (double)x[i + lane] - y[i + lane];
      partial[lane] += d * d;
    }
  for (int lane = 0; i < count; i++, lane++) {
    const double d = (double)x[i] - y[i];
    partial[lane] += d * d;
  }
  return total(partial);
}

KERNEL(void, ck_scale, (float *x, float factor, int64_t count), (x, factor, count)) {
  for (int64_t i = 0; i < count; i++) x[i] *= factor;
}

KERNEL(void, ck_sgd_step,
       (float *restrict x, const float *restrict g, float *restrict m, ck_sgd rule, int64_t count),
       (x, g, m, rule, count)) {
  const float rate = rule.rate, decay = rule.decay, momentum = rule.momentum, rest = rule.rest;
  if (momentum == 0 || m == NULL) {
    for (int64_t i = 0; i < count; i++) x[i] -= rate * (g[i] + decay * x[i]);
    return;
  }
  if (rule.first)
    for (int64_t i = 0; i < count; i++) m[i] = g[i] + decay * x[i];
  else
    for (int64_t i = 0; i < count; i++) m[i] = momentum * m[i] + rest * (g[i] + decay * x[i]);
  if (rule.nesterov)
    for (int64_t i = 0; i < count; i++) x[i] -= rate * ((g[i] + decay * x[i]) + momentum * m[i]);
  else
    for (int64_t i = 0; i < count; i++) x[i] -= rate * m[i];
}

KERNEL(void, ck_adam_step,
       (float *restrict x, const float *restrict g, float *restrict m, float *restrict v, ck_adam rule,
        int64_t count),
       (x, g, m, v, rule, count)) {
  for (int64_t i = 0; i < count; i++) {
    const float start = x[i] - rule.shrink * x[i];
    const float d = g[i] + rule.coupled * start;
    const float first = m[i] + rule.beta1_rest * (d - m[i]);
    const float second = rule.beta2 * v[i] + rule.beta2_rest * (d * d);
    m[i] = first;
    v[i] = second;
    /* Not sqrtf: that may set errno, which keeps the loop from being vectorised. */
    x[i] = start - rule.step * first / (__builtin_elementwise_sqrt(second) / rule.second_scale + rule.epsilon);
  }
}
