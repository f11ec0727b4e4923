/** The layers of the PyTorch program that PyTorch has not, or has otherwise. */
export const layersPiece = String.raw`
class BatchNorm(nn.Module):
    """As PyTorch's, but the running variance takes the batch's own (biased) variance."""

    def __init__(self, channels, epsilon, momentum):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("variance", torch.ones(channels))
        self.epsilon, self.momentum = epsilon, momentum

    def forward(self, x):
        if not self.training:
            return F.batch_norm(x, self.mean, self.variance, self.gamma, self.beta, eps=self.epsilon)
        with torch.no_grad():
            variance, mean = torch.var_mean(x, (0, 2, 3), unbiased=False)
            self.mean.lerp_(mean, 1 - self.momentum)
            self.variance.lerp_(variance, 1 - self.momentum)
        return F.batch_norm(x, None, None, self.gamma, self.beta, training=True, eps=self.epsilon)


class Add(nn.Module):
    def forward(self, first, second):
        return first + second


class GlobalAvgPool(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class Flatten(nn.Module):
    """In the lab's order: height, width, channels."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


class Dropout(nn.Module):
    """What is dropped is drawn from the lab's stream; "layer" counts a network's dropout layers."""

    def __init__(self, rate, layer):
        super().__init__()
        self.rate, self.layer, self.key = rate, layer, None

    def forward(self, x):
        if not self.training:
            return x
        words = Stream("dropout", *self.key, self.layer).words(x.numel())
        kept = np.where(words < self.rate * 2**32, 0, 1 / (1 - self.rate)).astype(np.float32)
        mask = torch.from_numpy(kept).to(x.device)
        if x.dim() == 2:
            return x * mask.reshape(x.shape)
        n, c, h, w = x.shape
        return x * mask.reshape(n, h, w, c).permute(0, 3, 1, 2)


class Network(nn.Module):
    """Layers by the lab's names, each with the layers that it reads."""

    def __init__(self):
        super().__init__()
        self.named, self.inputs = {}, {}

    def layer(self, name, module, *inputs):
        self.named[name], self.inputs[name] = module, inputs
        self.add_module(name.replace(".", "/"), module)

    def forward(self, images, wanted):
        """The outputs of the wanted layers by name; only what they are computed from is run."""
        outputs = {"input": images}

        def output(name):
            if name not in outputs:
                outputs[name] = self.named[name](*[output(each) for each in self.inputs[name]])
            return outputs[name]

        return {name: output(name) for name in wanted}

    def weights(self):
        """In the lab's order each parameter's name, the parameter, and its axes as the lab's files have them."""
        for name, module in self.named.items():
            if isinstance(module, nn.Conv2d):
                yield f"{name}.kernel", module.weight, (2, 3, 0, 1) if module.groups > 1 else (2, 3, 1, 0)
            if isinstance(module, nn.Linear):
                yield f"{name}.kernel", module.weight, (1, 0)
            if isinstance(module, (nn.Conv2d, nn.Linear)) and module.bias is not None:
                yield f"{name}.bias", module.bias, (0,)
            if isinstance(module, BatchNorm):
                for role in ("gamma", "beta", "mean", "variance"):
                    yield f"{name}.{role}", getattr(module, role), (0,)

    def arrays(self):
        return {name: values.detach().permute(axes).cpu().numpy() for name, values, axes in self.weights()}

    @torch.no_grad()
    def load(self, arrays, source):
        for name, values, axes in self.weights():
            shape = tuple(values.permute(axes).shape)
            if name not in arrays or arrays[name].shape != shape:
                sys.exit(f"{source} does not fit the network: {name} should be {shape}.")
            values.copy_(torch.from_numpy(arrays[name].transpose(np.argsort(axes)).copy()))

    @torch.no_grad()
    def initialise(self, role, seed):
        """MSRA (He et al. 2015): kernels are normal with variance 2 / fan-in, gamma and variance 1, the rest 0."""
        arrays = {}
        for index, (name, values, axes) in enumerate(self.weights()):
            shape = tuple(values.permute(axes).shape)
            if name.endswith(".kernel"):
                arrays[name] = Stream("init", seed, role, index).normal(shape, math.sqrt(2 / values[0].numel()))
            else:
                arrays[name] = np.full(shape, name.endswith((".gamma", ".variance")), np.float32)
        self.load(arrays, "")
`;
