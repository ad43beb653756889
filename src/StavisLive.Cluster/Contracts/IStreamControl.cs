namespace StavisLive.Cluster.Contracts;

/// <summary>Controls one stream, from the node that it runs on. The key is the stream's name.</summary>
[Alias("stavis.stream")]
internal interface IStreamControl : IGrainWithStringKey
{
    /// <summary>Runs the stream as ordered, on this node; without effect where it does so already.</summary>
    [Alias("run")]
    Task<StreamStart> RunAsync(StreamOrder order);

    /// <summary>Ends it, and waits until its files are closed. Without effect where it doesn't run.</summary>
    [Alias("stop"), ResponseTimeout("00:02:00")]
    Task StopAsync();
}
