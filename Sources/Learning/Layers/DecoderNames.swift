/// What a decoder's parameters are called, so that exported weights load into the published PyTorch code.
enum DecoderNames: Sendable {
  /// As torch.nn.MultiheadAttention and torch.nn.Sequential name them: Grokfast's decoder.
  case pytorch
  /// nanoGPT's, which are GPT-2's.
  case nanoGPT

  var tokens: String { self == .pytorch ? "token_embeddings.weight" : "transformer.wte.weight" }
  var positions: String { self == .pytorch ? "position_embeddings.weight" : "transformer.wpe.weight" }
  var lastNorm: String { self == .pytorch ? "ln_f" : "transformer.ln_f" }
  var head: String { self == .pytorch ? "head" : "lm_head" }
  var up: String { self == .pytorch ? ".mlp.0" : ".mlp.c_fc" }
  var down: String { self == .pytorch ? ".mlp.2" : ".mlp.c_proj" }

  /// The stacked queries, keys and values.
  var attentionInput: (weight: String, bias: String) {
    self == .pytorch
      ? (".attn.in_proj_weight", ".attn.in_proj_bias") : (".attn.c_attn.weight", ".attn.c_attn.bias")
  }

  var attentionOutput: (weight: String, bias: String) {
    self == .pytorch
      ? (".attn.out_proj.weight", ".attn.out_proj.bias") : (".attn.c_proj.weight", ".attn.c_proj.bias")
  }

  func block(_ index: Int) -> String { self == .pytorch ? "layers.\(index)" : "transformer.h.\(index)" }
}
