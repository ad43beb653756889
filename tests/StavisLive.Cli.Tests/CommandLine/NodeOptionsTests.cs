using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;

namespace StavisLive.Cli.Tests.CommandLine;

/// <summary>From a node's command line to its configuration.</summary>
public sealed class NodeOptionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("node-options-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ToConfig_UnknownWordInTheFile_IsAProblemUnlessOverridden()
    {
        var file = Path.Combine(_folder.FullName, "node.json");
        File.WriteAllText(file, """{ "model": { "device": "gpu", "precision": "int8" }, "cluster": { "address": "redis://localhost" } }""");

        var refused = Assert.Throws<ConfigException>(() => Parse("--config", file, "--precision", "fp32"));
        var config = Parse("--config", file, "--precision", "fp32", "--device", "cpu");

        Assert.Equal(["model.device"], refused.Found.Select(problem => problem.Key));
        Assert.Equal((InferencePrecision.Fp32, ComputeDevice.Cpu), (config.Model.Precision, config.Model.Device));
    }

    private static StavisConfig Parse(params string[] arguments)
    {
        var command = new Command("node");
        var options = new NodeOptions();
        options.AddTo(command);
        return options.ToConfig(command.Parse(arguments));
    }
}
