using StavisLive.Model.Native;
using StavisLive.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StavisLive.Training.Tests.Optimizers;

#pragma warning disable RS0030 // What is forbidden elsewhere is what ours are held against.

/// <summary>Our steps against those of TorchSharp's optimisers, which are PyTorch's.</summary>
public sealed class StepRuleTests : IDisposable
{
    private const double Rate = 0.01;
    private const double Decay = 0.02;
    private const int Steps = 20;

    private readonly DisposeScope _scope = NewDisposeScope();

    static StepRuleTests() => TorchRuntime.EnsureLoaded();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Apply_AdamW_StepsAsPyTorchDoes()
    {
        var (mine, theirs) = Pair();
        using var rule = new AdamWRule([mine]);
        using var optimizer = optim.AdamW([theirs], Rate, weight_decay: Decay);

        AssertSame(mine, theirs, rule, optimizer);
    }

    [Theory]
    [InlineData(0.9, 0.9)]
    [InlineData(0.9, 0)]
    [InlineData(0.5, 0.2)]
    public void Apply_Sgd_StepsAsPyTorchDoes(double momentum, double dampening)
    {
        var (mine, theirs) = Pair();
        using var rule = new SgdRule([mine], momentum, dampening);
        using var optimizer = optim.SGD([theirs], Rate, momentum, dampening, Decay);

        AssertSame(mine, theirs, rule, optimizer);
    }

    [Fact]
    public void Load_WhatWasSaved_GoesOnAsIfNothingHadHappened()
    {
        AssertContinues(parameter => new AdamWRule([parameter]));
        AssertContinues(parameter => new SgdRule([parameter], momentum: 0.9, dampening: 0.9));
    }

    private static void AssertSame(Parameter mine, Parameter theirs, IStepRule rule, OptimizerHelper optimizer)
    {
        for (var step = 0; step < Steps; step++)
        {
            using var gradient = Gradient(step);
            optimizer.zero_grad();
            (theirs * gradient).sum().backward();
            optimizer.step();
            using (no_grad()) rule.Apply(0, mine, gradient, Rate, Decay);
        }

        var (expected, actual) = (theirs.data<float>().ToArray(), mine.data<float>().ToArray());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    private static void AssertContinues(Func<Tensor, IStepRule> make)
    {
        var (straight, resumed) = Pair();
        using var never = make(straight);
        using var before = make(resumed);
        using var after = make(resumed);
        using var noGradient = no_grad();
        for (var step = 0; step < Steps; step++)
        {
            using var gradient = Gradient(step);
            never.Apply(0, straight, gradient, Rate, Decay);
            if (step == Steps / 2) Move(before, after);
            (step < Steps / 2 ? before : after).Apply(0, resumed, gradient, Rate, Decay);
        }

        Assert.Equal(straight.data<float>().ToArray(), resumed.data<float>().ToArray());
    }

    private static void Move(IStepRule from, IStepRule to)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        from.Save(writer);
        file.Position = 0;
        using var reader = new BinaryReader(file);
        to.Load(reader);
    }

    private static (Parameter Mine, Parameter Theirs) Pair()
    {
        using var start = Drawn(seed: 1000);
        return (nn.Parameter(start.clone()), nn.Parameter(start.clone()));
    }

    private static Tensor Gradient(int step) => Drawn(seed: step);

    private static Tensor Drawn(int seed)
    {
        var random = new Random(seed);
        return tensor(Enumerable.Range(0, 60).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray(), [3, 4, 5]);
    }
}
