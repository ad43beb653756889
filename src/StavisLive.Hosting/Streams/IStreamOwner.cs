namespace StavisLive.Hosting.Streams;

/// <summary>Who is told by a stream how far it is, on the stream's own task.</summary>
internal interface IStreamOwner
{
    /// <summary>It is about to begin. What this throws is the stream's failure.</summary>
    void Begin(HostedStream stream);

    /// <summary>Everything of it is closed; told before anybody who waits for its end.</summary>
    void End(StreamEnd end);

    /// <summary>Its state is another one.</summary>
    void Change();
}
