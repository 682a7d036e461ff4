"""Prints the sums that EdgeConvolutionNetworkTests compares with: of each tensor's numbers, and of their squares, after
torch.manual_seed(0). Draws as torch_geometric.nn.NNConv does, without needing it: its edge network and its root matrix
when they are made, and both once more when the convolution resets itself; its bias is 0.
"""

import torch
from torch import nn


class EdgeConvolution(nn.Module):
    def __init__(self, inputs, outputs, edge_width=4, hidden=32):
        super().__init__()
        self.nn = nn.Sequential(nn.Linear(edge_width, hidden), nn.ReLU(), nn.Linear(hidden, inputs * outputs))
        self.lin = nn.Linear(inputs, outputs, bias=False)
        self.bias = nn.Parameter(torch.zeros(outputs))
        for layer in [self.nn[0], self.nn[2], self.lin]:
            layer.reset_parameters()


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = EdgeConvolution(11, 32)
        self.conv2 = EdgeConvolution(32, 16)
        self.fc_1 = nn.Linear(16, 32)
        self.out = nn.Linear(32, 1)


torch.manual_seed(0)
for name, value in Network().state_dict().items():
    print(f'    ("{name}", {value.double().sum().item():.6f}, {value.double().square().sum().item():.6f}),')
