"""Graph networks with edge-conditioned convolutions in plain PyTorch, as PyTorch Geometric computes them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class GraphBatch:
    """Graphs side by side: nodes [n, ·], edges [m, ·], and by index where edges begin and end and nodes belong."""

    nodes: Tensor
    edges: Tensor
    sources: Tensor
    targets: Tensor
    graph_of_node: Tensor
    count: int


class EdgeConvolution(nn.Module):
    """NNConv: each edge's matrix is made by a network of the edge's numbers; messages are summed."""

    def __init__(self, inputs: int, outputs: int, edge_width: int, hidden: int) -> None:
        super().__init__()
        self.shape = (inputs, outputs)
        self.nn = nn.Sequential(nn.Linear(edge_width, hidden), nn.ReLU(), nn.Linear(hidden, inputs * outputs))
        self.lin = nn.Linear(inputs, outputs, bias=False)
        self.bias = nn.Parameter(torch.zeros(outputs))
        # PyTorch Geometric draws everything a second time.
        for layer in [self.nn[0], self.nn[2], self.lin]:
            layer.reset_parameters()

    def forward(self, x: Tensor, batch: GraphBatch) -> Tensor:
        matrices = self.nn(batch.edges).view(-1, *self.shape)
        messages = torch.matmul(x[batch.sources].unsqueeze(1), matrices).squeeze(1)
        collected = x.new_zeros(len(x), self.shape[1]).index_add(0, batch.targets, messages)
        return collected + self.lin(x) + self.bias


class EdgeConvolutionNetwork(nn.Module):
    """Two convolutions, the sum over a graph's nodes, and two linear layers: [graphs, 1]."""

    def __init__(self, node_width: int, edge_width: int) -> None:
        super().__init__()
        self.conv1 = EdgeConvolution(node_width, 32, edge_width, 32)
        self.conv2 = EdgeConvolution(32, 16, edge_width, 32)
        self.fc_1 = nn.Linear(16, 32)
        self.out = nn.Linear(32, 1)

    def forward(self, batch: GraphBatch) -> Tensor:
        x = torch.relu(self.conv1(batch.nodes, batch))
        x = torch.relu(self.conv2(x, batch))
        pooled = x.new_zeros(batch.count, x.shape[1]).index_add(0, batch.graph_of_node, x)
        return self.out(torch.relu(self.fc_1(pooled)))
