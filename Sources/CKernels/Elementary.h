#ifndef GROKLINE_ELEMENTARY_H
#define GROKLINE_ELEMENTARY_H
#include <stdint.h>
#include <string.h>

#include "Levels.h"

/* KERNEL(result, name, parameters, arguments) { body }, compiled for every level, with registers as wide as these have. */
#define KERNEL(...) LOOP(__attribute__((min_vector_width(512))), __VA_ARGS__)

/* Sixteen partial sums in a fixed order: every level adds the same numbers in the same order. */
#define LANES 16
typedef float lanes __attribute__((ext_vector_type(LANES), aligned(4), may_alias));

INLINE float sum_of_lanes(const lanes *v) {
  float s[LANES];
  memcpy(s, v, sizeof s);
  for (int width = LANES / 2; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] += s[i + width];
  return s[0];
}

INLINE float float_of_bits(int32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

INLINE int32_t bits_of_float(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* e^x. With n the whole number nearest to x / ln 2 and r = x - n ln 2, e^x = 2^n e^r, and e^r = 1 + r + r^2 P(r)
   with P minimax on |r| <= 0.35 (relative error 3e-9). 2^n is applied in two halves, so that results below the
   smallest normal number and above the largest finite one come out right. */
INLINE float exponential(float x) {
  const float shift = 12582912.0f; /* 1.5 * 2^23: adding it rounds to a whole number */
  float z = x > 89.0f ? 89.0f : x;
  z = z < -104.0f ? -104.0f : z;
  float t = z * 1.44269504f + shift;
  int32_t n = bits_of_float(t) - bits_of_float(shift);
  float whole = t - shift;
  float r = (z - whole * 0.693145752f) - whole * 1.42860677e-6f;
  float p = 1.395171974e-03f;
  p = p * r + 8.369598538e-03f;
  p = p * r + 4.166618735e-02f;
  p = p * r + 1.666651219e-01f;
  p = p * r + 0.5f;
  p = 1.0f + (r + r * r * p);
  int32_t half = n >> 1;
  return p * float_of_bits((half + 127) << 23) * float_of_bits((n - half + 127) << 23);
}

/* tanh x. Up to 0.6 in magnitude x + x^3 P(x^2), beyond it 1 - 2 / (e^{2|x|} + 1). */
INLINE float hyperbolic_tangent(float x) {
  float a = __builtin_fabsf(x), s = x * x;
  float p = -5.905868020e-03f;
  p = p * s + 2.080538496e-02f;
  p = p * s - 5.378668383e-02f;
  p = p * s + 1.333195865e-01f;
  p = p * s - 3.333329856e-01f;
  float near = x + x * (s * p);
  float far = 1.0f - 2.0f / (exponential(2.0f * a) + 1.0f);
  return a <= 0.6f ? near : __builtin_copysignf(far, x);
}

/* 1 / (1 + e^-x), from e^-|x|, so that the left tail keeps its digits. */
INLINE float logistic(float x) {
  float e = exponential(-__builtin_fabsf(x));
  float t = 1.0f / (1.0f + e);
  return x < 0.0f ? e * t : t;
}

/* erf x. Up to 0.88 in magnitude x + x P(x^2), beyond it 1 - e^{-x - x Q(x)}, Q minimax to 4, where erf rounds to 1. */
INLINE float error_function(float x) {
  float a = __builtin_fabsf(x), s = x * x;
  float p = -6.111293915e-04f;
  p = p * s + 5.016228650e-03f;
  p = p * s - 2.678195760e-02f;
  p = p * s + 1.128223017e-01f;
  p = p * s - 3.761253357e-01f;
  p = p * s + 1.283791512e-01f;
  float near = x + x * p;
  float b = a > 4.0f ? 4.0f : a;
  float q = -2.151108347e-04f;
  q = q * b + 3.224193584e-03f;
  q = q * b - 2.291943878e-02f;
  q = q * b + 1.053075641e-01f;
  q = q * b + 6.356838346e-01f;
  q = q * b + 1.285244972e-01f;
  float far = 1.0f - exponential(-b - b * q);
  return a <= 0.88f ? near : __builtin_copysignf(far, x);
}

/* The normal distribution's density phi(x) and its integral Phi(x) from one exponential: with u = |x| / sqrt 2 and
   t = 1 / (1 + 0.45 u), erfc u = e^{-u^2} t P(t), so neither tail loses its leading digits. */
INLINE float normal_integral(float x, float *density) {
  float u = __builtin_fabsf(x) * 0.707106781f;
  float t = 1.0f / (1.0f + 0.45f * u);
  float e = exponential(-0.5f * x * x);
  float p = -4.152647033e-02f;
  p = p * t + 1.912686676e-01f;
  p = p * t - 3.016197979e-01f;
  p = p * t + 1.433998942e-01f;
  p = p * t - 2.291923016e-02f;
  p = p * t + 1.201363504e-01f;
  p = p * t + 1.752172410e-01f;
  p = p * t + 2.282750010e-01f;
  p = p * t + 2.538830340e-01f;
  p = p * t + 2.538853288e-01f;
  float tail = 0.5f * (e * t) * p;
  *density = 0.398942280f * e;
  return x < 0.0f ? tail : 1.0f - tail;
}

#endif
