using System.IO.Pipes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Composition.Outputs;

namespace StavisLive.Hosting.Tests.Composition;

public sealed class OutputPlacesTests
{
    [Fact]
    public async Task Problems_NamedPipe_HasAPlaceAndIsNotConnectedTo()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Pipes are files elsewhere.");
        var name = $"stavis-live-{Guid.NewGuid():N}";
        await using var reader = new NamedPipeServerStream(
            name, PipeDirection.In, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.None, inBufferSize: 64, outBufferSize: 0);
        var plan = Plan($@"\\.\pipe\{name}");

        Assert.Empty(OutputPlaces.Problems(plan));
        Assert.True(Assert.Single(StreamOutputs.Of(plan)).CanBeginAnew);

        // Nobody has come and gone: its one place is free.
        var connected = reader.WaitForConnectionAsync(TestContext.Current.CancellationToken);
        await using var writer = new FileStream($@"\\.\pipe\{name}", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await connected;
        writer.WriteByte(7);
        Assert.Equal(7, reader.ReadByte());
    }

    [Fact]
    public void Problems_FileWithoutAFolder_NamesTheCommandThatMakesIt() => Assert.EndsWith(
        OperatingSystem.IsWindows() ? $"make it with: mkdir \"{Path.GetFullPath("/nowhere/at all")}\"" : "make it with: mkdir -p \"/nowhere/at all\"",
        Assert.Single(OutputPlaces.Problems(Plan("/nowhere/at all/m.jsonl"))).Message);

    private static StreamPlan Plan(string metrics) => StreamPlan.Of(
        new StavisConfig(), new StreamConfig { Name = "a", Source = new() { Rtsp = "rtsp://127.0.0.1/in" }, Outputs = new OutputConfig { Display = false, Metrics = metrics } });
}
