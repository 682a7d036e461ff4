#include "CKernels.h"
#include "Elementary.h"

KERNEL(void, gk_exp, (long count, const float *x, float *y), (count, x, y)) {
  for (long i = 0; i < count; i++) y[i] = exponential(x[i]);
}

KERNEL(void, gk_tanh, (long count, const float *x, float *y), (count, x, y)) {
  for (long i = 0; i < count; i++) y[i] = hyperbolic_tangent(x[i]);
}

KERNEL(void, gk_erf, (long count, const float *x, float *y), (count, x, y)) {
  for (long i = 0; i < count; i++) y[i] = error_function(x[i]);
}

KERNEL(void, gk_gelu, (long count, float *restrict x, float *restrict y, int keep_slope), (count, x, y, keep_slope)) {
  float density;
  if (keep_slope) {
    for (long i = 0; i < count; i++) {
      float z = x[i];
      float integral = normal_integral(z, &density);
      y[i] = z * integral;
      x[i] = integral + z * density;
    }
  } else {
    for (long i = 0; i < count; i++) y[i] = x[i] * normal_integral(x[i], &density);
  }
}

KERNEL(void, gk_tanh_activation,
       (long count, float *restrict x, float *restrict y, int keep_slope),
       (count, x, y, keep_slope)) {
  if (keep_slope) {
    for (long i = 0; i < count; i++) {
      float t = hyperbolic_tangent(x[i]);
      y[i] = t;
      x[i] = 1.0f - t * t;
    }
  } else {
    for (long i = 0; i < count; i++) y[i] = hyperbolic_tangent(x[i]);
  }
}

KERNEL(void, gk_rectify,
       (long count, float *restrict x, float *restrict y, float leak, int keep_slope),
       (count, x, y, leak, keep_slope)) {
  if (keep_slope) {
    for (long i = 0; i < count; i++) {
      float z = x[i], slope = z > 0.0f ? 1.0f : leak;
      y[i] = z * slope;
      x[i] = slope;
    }
  } else {
    for (long i = 0; i < count; i++) y[i] = x[i] > 0.0f ? x[i] : leak * x[i];
  }
}

KERNEL(void, gk_multiply,
       (long count, const float *a, const float *b, const float *base, float *out),
       (count, a, b, base, out)) {
  if (base) {
    for (long i = 0; i < count; i++) out[i] = base[i] + a[i] * b[i];
  } else {
    for (long i = 0; i < count; i++) out[i] = a[i] * b[i];
  }
}

KERNEL(void, gk_add, (long count, const float *x, float *out), (count, x, out)) {
  for (long i = 0; i < count; i++) out[i] += x[i];
}

KERNEL(void, gk_fill_rows,
       (long rows, long width, const float *base, const float *bias, float *restrict out),
       (rows, width, base, bias, out)) {
  for (long row = 0; row < rows; row++, out += width) {
    if (base && bias) {
      for (long i = 0; i < width; i++) out[i] = base[i] + bias[i];
    } else if (base || bias) {
      memcpy(out, base ? base : bias, (unsigned long)width * sizeof(float));
    } else {
      memset(out, 0, (unsigned long)width * sizeof(float));
    }
    if (base) base += width;
  }
}

KERNEL(void, gk_sum_columns,
       (long rows, long stride, long first, long columns, const float *x, float *restrict out),
       (rows, stride, first, columns, x, out)) {
  memset(out, 0, (unsigned long)columns * sizeof(float));
  for (long row = 0; row < rows; row++) {
    const float *restrict here = x + row * stride + first;
    for (long i = 0; i < columns; i++) out[i] += here[i];
  }
}
