#include <math.h>

#include "CKernels.h"
#include "Elementary.h"

KERNEL double gk_cross_entropy(long samples, long outputs, const float *logits, const int32_t *classes,
                               const int32_t *rows, float scale, float *gradient) {
  const long whole = outputs - outputs % LANES;
  double total = 0.0;
  for (long sample = 0; sample < samples; sample++, logits += outputs) {
    const int32_t class = classes[rows[sample]];
    float largest = logits[0];
    for (long i = 1; i < outputs; i++) largest = logits[i] > largest ? logits[i] : largest;
    lanes partial = 0.0f;
    for (long i = 0; i < whole; i += LANES) {
      lanes e;
      for (long l = 0; l < LANES; l++) e[l] = exponential(logits[i + l] - largest);
      partial += e;
      if (gradient) *(lanes *)(gradient + i) = e;
    }
    float sum = sum_of_lanes(&partial);
    for (long i = whole; i < outputs; i++) {
      float e = exponential(logits[i] - largest);
      sum += e;
      if (gradient) gradient[i] = e;
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
