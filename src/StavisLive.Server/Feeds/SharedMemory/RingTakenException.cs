namespace StavisLive.Server.Feeds.SharedMemory;

/// <summary>Somebody still has memory of that name open: on Windows it is taken until the last one has let go of it.</summary>
internal sealed class RingTakenException(string name, Exception? cause = null) : IOException($"The shared memory {name} is held by another program.", cause);
