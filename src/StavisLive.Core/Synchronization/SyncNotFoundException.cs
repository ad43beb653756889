namespace StavisLive.Core.Synchronization;

/// <summary>There was nothing to measure a source's sync by. The message is meant for people: what was missing.</summary>
public sealed class SyncNotFoundException(string message) : StavisException(message);
