using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Placement;

namespace StavisLive.Cluster.Tests.Placement;

public class PlacerTests
{
    [Fact]
    public void Place_ManyStreams_FillsWhatIsLeftAlike()
    {
        var placer = new Placer([Node("big", 300), Node("small", 100), Node("busy", 100, load: 100)]);

        var places = Enumerable.Range(0, 12).Select(_ => placer.Place(Need())).ToList();

        // 300 and 100 are left of these; each stream takes 25.
        Assert.Equal((10, 2, 0), (places.Count(place => place == "big"), places.Count(place => place == "small"), places.Count(place => place == "busy")));
    }

    [Fact]
    public void Place_NothingLeftAnywhere_TakesWhereLeastIsMissing()
    {
        var placer = new Placer([Node("a", 10, load: 60), Node("b", 10, load: 20)]);

        Assert.Equal("b", placer.Place(Need()));
    }

    [Theory]
    [InlineData(true, "", "", "gpu")]
    [InlineData(false, "", "", "plain")]
    [InlineData(null, "PLAIN", "", "plain")]
    [InlineData(null, "", "site=north", "gpu")]
    [InlineData(null, "plain", "site=north", null)]
    [InlineData(false, "gpu", "", null)]
    public void Place_WhatIsAskedFor_IsRespected(bool? onCuda, string node, string label, string? expected)
    {
        var placer = new Placer([Node("plain", 1000), Node("gpu", 1000, load: 900, hasCuda: true, labels: "site=north")]);
        var stream = new WantedStream { Name = "s", Config = "", OnCuda = onCuda, Nodes = Words(node), Labels = Words(label) };

        Assert.Equal(expected, placer.Place(new StreamNeed(stream, 25)));
    }

    [Fact]
    public void Place_StreamThatFailedOnANode_AvoidsItUnlessThereIsNoOther()
    {
        Assert.Equal("b", new Placer([Node("a", 100), Node("b", 10)]).Place(Need(), avoid: "a"));
        Assert.Equal("a", new Placer([Node("a", 100)]).Place(Need(), avoid: "a"));
    }

    private static IReadOnlyList<string> Words(string text) => text.Length > 0 ? [text] : [];

    private static StreamNeed Need() => new(new WantedStream { Name = "s", Config = "" }, StreamNeed.Usual);

    private static NodeRoom Node(string name, double capacity, double load = 0, bool hasCuda = false, params string[] labels) => new(name, capacity, load, hasCuda, labels);
}
