using System.Diagnostics.Metrics;
using StavisLive.Server.Feeds;

namespace StavisLive.Server.Tests.Feeds;

public sealed class FeedCountsTests
{
    private const string Source = "counted by its viewers";

    [Fact]
    public void Dispose_LastViewerOfASource_EndsItsSeries()
    {
        var (first, second) = (FeedCounts.Enter(Source, "maps"), FeedCounts.Enter(Source, "maps"));
        Assert.Equal(2, Viewers());

        first.Dispose();
        first.Dispose();
        Assert.Equal(1, Viewers());

        second.Dispose();
        Assert.Null(Viewers());
    }

    private static long? Viewers()
    {
        long? viewers = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "stavis.viewers") listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags.ToArray().Contains(new("source", Source))) viewers = count;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return viewers;
    }
}
