#include "CKernels.h"
#include "Elementary.h"

KERNEL(void, gk_layer_norm,
       (long rows, long width, float epsilon, const float *x, const float *gain, const float *bias, float *restrict y,
        float *restrict statistics),
       (rows, width, epsilon, x, gain, bias, y, statistics)) {
  const long whole = width - width % LANES;
  const float share = 1.0f / (float)width;
  for (long row = 0; row < rows; row++, x += width, y += width) {
    lanes partial = 0.0f;
    for (long i = 0; i < whole; i += LANES) partial += *(const lanes *)(x + i);
    float sum = sum_of_lanes(&partial);
    for (long i = whole; i < width; i++) sum += x[i];
    const float mean = sum * share;

    partial = 0.0f;
    for (long i = 0; i < whole; i += LANES) {
      lanes d = *(const lanes *)(x + i) - mean;
      partial += d * d;
    }
    float squares = sum_of_lanes(&partial);
    for (long i = whole; i < width; i++) squares += (x[i] - mean) * (x[i] - mean);
    const float scale = 1.0f / __builtin_elementwise_sqrt(squares * share + epsilon);

    if (bias) {
      for (long i = 0; i < width; i++) y[i] = (x[i] - mean) * scale * gain[i] + bias[i];
    } else {
      for (long i = 0; i < width; i++) y[i] = (x[i] - mean) * scale * gain[i];
    }
    if (statistics) {
      statistics[2 * row] = mean;
      statistics[2 * row + 1] = scale;
    }
  }
}

KERNEL(void, gk_layer_norm_backward,
       (long rows, long width, const float *x, const float *statistics, const float *gain, const float *dy,
        const float *base, float *dx),
       (rows, width, x, statistics, gain, dy, base, dx)) {
  const long whole = width - width % LANES;
  const float share = 1.0f / (float)width;
  for (long row = 0; row < rows; row++, x += width, dy += width, dx += width) {
    const float mean = statistics[2 * row], scale = statistics[2 * row + 1];
    lanes sums = 0.0f, products = 0.0f;
    for (long i = 0; i < whole; i += LANES) {
      lanes g = *(const lanes *)(dy + i) * *(const lanes *)(gain + i);
      sums += g;
      products += g * (*(const lanes *)(x + i) - mean);
    }
    float sum = sum_of_lanes(&sums), product = sum_of_lanes(&products);
    for (long i = whole; i < width; i++) {
      sum += dy[i] * gain[i];
      product += dy[i] * gain[i] * (x[i] - mean);
    }
    const float a = sum * share, b = product * share * scale * scale;
    if (base) {
      for (long i = 0; i < width; i++) dx[i] = base[i] + scale * (dy[i] * gain[i] - a - (x[i] - mean) * b);
      base += width;
    } else {
      for (long i = 0; i < width; i++) dx[i] = scale * (dy[i] * gain[i] - a - (x[i] - mean) * b);
    }
  }
}

KERNEL(void, gk_layer_norm_parameters,
       (long rows, long width, const float *x, const float *statistics, const float *dy, float *restrict dgain,
        float *restrict dbias),
       (rows, width, x, statistics, dy, dgain, dbias)) {
  memset(dgain, 0, (unsigned long)width * sizeof(float));
  if (dbias) memset(dbias, 0, (unsigned long)width * sizeof(float));
  for (long row = 0; row < rows; row++, x += width, dy += width) {
    const float mean = statistics[2 * row], scale = statistics[2 * row + 1];
    if (dbias) {
      for (long i = 0; i < width; i++) {
        dgain[i] += dy[i] * ((x[i] - mean) * scale);
        dbias[i] += dy[i];
      }
    } else {
      for (long i = 0; i < width; i++) dgain[i] += dy[i] * ((x[i] - mean) * scale);
    }
  }
}
