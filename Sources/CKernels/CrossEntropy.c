#include <math.h>

#include "CKernels.h"
#include "Elementary.h"

KERNEL(double, gk_cross_entropy,
       (long samples, long outputs, const float *logits, const int32_t *classes, const int32_t *rows, float scale,
        float *gradient),
       (samples, outputs, logits, classes, rows, scale, gradient)) {
  const long whole = outputs - outputs % LANES;
  double total = 0.0;
  for (long sample = 0; sample < samples; sample++, logits += outputs) {
    const int32_t class = classes[rows ? rows[sample] : sample];
    lanes highest = logits[0];
    for (long i = 0; i < whole; i += LANES)
      highest = __builtin_elementwise_max(highest, *(const lanes *)(logits + i));
    float largest = logits[0];
    for (long i = 0; i < LANES; i++) largest = highest[i] > largest ? highest[i] : largest;
    for (long i = whole; i < outputs; i++) largest = logits[i] > largest ? logits[i] : largest;
    float sum = 0.0f;
    if (gradient) {
      for (long i = 0; i < outputs; i++) gradient[i] = exponential(logits[i] - largest);
      lanes partial = 0.0f;
      for (long i = 0; i < whole; i += LANES) partial += *(const lanes *)(gradient + i);
      sum = sum_of_lanes(&partial);
      for (long i = whole; i < outputs; i++) sum += gradient[i];
    } else {
      float block[LANES];
      lanes partial = 0.0f;
      for (long i = 0; i < whole; i += LANES) {
        for (long l = 0; l < LANES; l++) block[l] = exponential(logits[i + l] - largest);
        partial += *(const lanes *)block;
      }
      sum = sum_of_lanes(&partial);
      for (long i = whole; i < outputs; i++) sum += exponential(logits[i] - largest);
    }
    total += log((double)sum) + ((double)largest - (double)logits[class]);
    if (gradient) {
      const float factor = scale / sum;
      for (long i = 0; i < outputs; i++) gradient[i] *= factor;
      gradient[class] -= scale;
      gradient += outputs;
    }
  }
  return total;
}
