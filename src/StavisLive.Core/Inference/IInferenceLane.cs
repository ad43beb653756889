namespace StavisLive.Core.Inference;

/// <summary>One stream's way through the network: windows in, maps out, in order.</summary>
/// <remarks>One task writes and another reads.</remarks>
public interface IInferenceLane
{
    /// <summary>Windows that wait for the network.</summary>
    int WaitingWindows => 0;

    /// <summary>Maps that wait to be read.</summary>
    int WaitingMaps => 0;

    /// <summary>Hands a window over; takes ownership, also when it throws.</summary>
    ValueTask WriteAsync(InferenceRequest request, CancellationToken cancellationToken);

    /// <summary>No more windows come; those handed over are still computed.</summary>
    void CompleteWindows();

    /// <summary>No more windows come, and those that are not computed yet are given up.</summary>
    void Abandon();

    /// <summary>Takes the next map; the caller owns it. Null when no more come.</summary>
    /// <exception cref="Exception">The network failed: its own exception.</exception>
    ValueTask<ComputedMap?> ReadMapAsync();

    /// <summary>Gives back the maps that nobody will read. The reader calls it when it stops, for whatever reason.</summary>
    void DrainMaps();
}
