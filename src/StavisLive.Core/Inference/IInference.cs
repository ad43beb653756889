namespace StavisLive.Core.Inference;

/// <summary>Where a session has its windows computed: by this process's own scheduler, or by whatever stands in for it.</summary>
public interface IInference
{
    /// <summary>Done when windows can be computed: whether the network listens to audio. Fails with the cause if it never can.</summary>
    Task<bool> Ready { get; }

    /// <summary>Opens a way for one more stream. Its maps end with the network's own exception if that fails.</summary>
    IInferenceLane Open(LaneOptions options);
}
