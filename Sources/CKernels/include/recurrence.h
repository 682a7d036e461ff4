#ifndef CKERNELS_RECURRENCE_H
#define CKERNELS_RECURRENCE_H
#include <stdint.h>

/* Long short-term memory at one length of sequences. Rows begin at that length's first; several may have the same
   parent, the row that is one token shorter, and then stand side by side. Of the four gates, i f g o, each row has
   `hidden` numbers side by side. */
struct gk_lstm_rows {
  long hidden;
  /* What a row's gates are made of: inputs[input_rows[r]], of row r itself if that is missing, [., 4 hidden], plus
     recurrent[parents[r] - first_parent]. Inputs may be the gates themselves. */
  const float *inputs;
  const int32_t *input_rows;
  const float *recurrent;
  const int32_t *parents;
  long first_parent;
  const float *cells_before; /* [parents, hidden] */
  float *gates, *cells, *outputs; /* [rows, 4 hidden], [rows, hidden], [rows, hidden] */
};

/* Columns first..<last of i, f, o = sigmoid(.), g = tanh(.), cells = f cells_before + i g and outputs = o tanh(cells). */
void gk_lstm(const struct gk_lstm_rows *l, long rows, long first, long last);

struct gk_lstm_gradients {
  const float *outputs, *cells; /* [rows, hidden]; cells are zero if missing */
  float *cells_before;          /* [parents, hidden], overwritten; may be missing */
  float *sums;                  /* [parents, 4 hidden], sums of the gates' gradients over children; may be missing */
  float *bias;                  /* [4 hidden], added to */
  float *inputs;                /* inputs' gradient, where rows of it are shared; added to; may be missing */
};

/* Columns first..<last of the gradients; those of the gates' arguments overwrite the gates. */
void gk_lstm_backward(const struct gk_lstm_rows *l, const struct gk_lstm_gradients *d, long rows, long first,
                      long last);

/* y = 1 / (1 + e^-x), elementwise. */
void gk_sigmoid(long count, const float *x, float *y);

#endif
