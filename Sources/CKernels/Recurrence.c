#include "CKernels.h"
#include "Elementary.h"

/* Columns that are computed together in memory of their own, so that loops over them see no aliases. */
#define BLOCK 64

enum { GATE_I, GATE_F, GATE_G, GATE_O, GATES };

/* out[j] of each gate = inputs + recurrent. */
INLINE void forward_block(long width, long hidden, const float *inputs, const float *recurrent, const float *before,
                          float *gates, float *cells, float *outputs) {
  float a[GATES][BLOCK], c[BLOCK], h[BLOCK];
  for (int gate = 0; gate < GATES; gate++)
    for (long j = 0; j < width; j++) a[gate][j] = inputs[gate * hidden + j] + recurrent[gate * hidden + j];
  for (long j = 0; j < width; j++) a[GATE_I][j] = logistic(a[GATE_I][j]);
  for (long j = 0; j < width; j++) a[GATE_F][j] = logistic(a[GATE_F][j]);
  for (long j = 0; j < width; j++) a[GATE_G][j] = hyperbolic_tangent(a[GATE_G][j]);
  for (long j = 0; j < width; j++) a[GATE_O][j] = logistic(a[GATE_O][j]);
  for (long j = 0; j < width; j++) c[j] = a[GATE_F][j] * before[j] + a[GATE_I][j] * a[GATE_G][j];
  for (long j = 0; j < width; j++) h[j] = a[GATE_O][j] * hyperbolic_tangent(c[j]);
  const unsigned long bytes = (unsigned long)width * sizeof(float);
  for (int gate = 0; gate < GATES; gate++) memcpy(gates + gate * hidden, a[gate], bytes);
  memcpy(cells, c, bytes);
  memcpy(outputs, h, bytes);
}

KERNEL(void, gk_lstm, (const struct gk_lstm_rows *l, long rows, long first, long last), (l, rows, first, last)) {
  const long hidden = l->hidden, wide = GATES * hidden;
  for (long row = 0; row < rows; row++) {
    const long parent = l->parents[row] - l->first_parent;
    const float *inputs = l->inputs + (l->input_rows ? l->input_rows[row] : row) * wide;
    const float *recurrent = l->recurrent + parent * wide, *before = l->cells_before + parent * hidden;
    float *gates = l->gates + row * wide, *cells = l->cells + row * hidden, *outputs = l->outputs + row * hidden;
    for (long j = first; j < last; j += BLOCK) {
      if (last - j >= BLOCK)
        forward_block(BLOCK, hidden, inputs + j, recurrent + j, before + j, gates + j, cells + j, outputs + j);
      else
        forward_block(last - j, hidden, inputs + j, recurrent + j, before + j, gates + j, cells + j, outputs + j);
    }
  }
}

/* Leaves the gradients of the gates' arguments in a and that of the cells before in `earlier`. */
INLINE void backward_block(long width, long hidden, const float *gates, const float *cells, const float *before,
                           const float *doutputs, const float *dcells, float a[GATES][BLOCK], float *earlier) {
  float t[BLOCK], d[BLOCK];
  for (long j = 0; j < width; j++) t[j] = hyperbolic_tangent(cells[j]);
  for (long j = 0; j < width; j++) {
    const float i = gates[j], f = gates[hidden + j], g = gates[2 * hidden + j], o = gates[3 * hidden + j];
    const float dh = doutputs[j], dc = (dcells ? dcells[j] : 0.0f) + dh * o * (1.0f - t[j] * t[j]);
    a[GATE_I][j] = dc * g * i * (1.0f - i);
    a[GATE_F][j] = dc * before[j] * f * (1.0f - f);
    a[GATE_G][j] = dc * i * (1.0f - g * g);
    a[GATE_O][j] = dh * t[j] * o * (1.0f - o);
    d[j] = dc * f;
  }
  memcpy(earlier, d, (unsigned long)width * sizeof(float));
}

/* out = x, or out += x. */
INLINE void put(long width, const float *x, int adds, float *out) {
  if (adds) {
    for (long j = 0; j < width; j++) out[j] += x[j];
  } else {
    memcpy(out, x, (unsigned long)width * sizeof(float));
  }
}

KERNEL(void, gk_lstm_backward,
       (const struct gk_lstm_rows *l, const struct gk_lstm_gradients *d, long rows, long first, long last),
       (l, d, rows, first, last)) {
  const long hidden = l->hidden, wide = GATES * hidden;
  for (long row = 0; row < rows; row++) {
    const long parent = l->parents[row] - l->first_parent;
    const int is_sibling = row > 0 && l->parents[row] == l->parents[row - 1];
    const float *cells = l->cells + row * hidden, *before = l->cells_before + parent * hidden;
    const float *doutputs = d->outputs + row * hidden, *dcells = d->cells ? d->cells + row * hidden : 0;
    float *gates = l->gates + row * wide;
    float *dinputs = d->inputs ? d->inputs + (l->input_rows ? l->input_rows[row] : row) * wide : 0;
    for (long j = first; j < last; j += BLOCK) {
      float a[GATES][BLOCK], earlier[BLOCK];
      const long width = last - j < BLOCK ? last - j : BLOCK;
      const float *dc = dcells ? dcells + j : 0;
      if (width == BLOCK)
        backward_block(BLOCK, hidden, gates + j, cells + j, before + j, doutputs + j, dc, a, earlier);
      else
        backward_block(width, hidden, gates + j, cells + j, before + j, doutputs + j, dc, a, earlier);
      if (d->cells_before) put(width, earlier, is_sibling, d->cells_before + parent * hidden + j);
      for (int gate = 0; gate < GATES; gate++) {
        const long at = gate * hidden + j;
        put(width, a[gate], 0, gates + at);
        put(width, a[gate], 1, d->bias + at);
        if (d->sums) put(width, a[gate], is_sibling, d->sums + parent * wide + at);
        if (dinputs) put(width, a[gate], 1, dinputs + at);
      }
    }
  }
}

KERNEL(void, gk_sigmoid, (long count, const float *x, float *y), (count, x, y)) {
  for (long i = 0; i < count; i++) y[i] = logistic(x[i]);
}
