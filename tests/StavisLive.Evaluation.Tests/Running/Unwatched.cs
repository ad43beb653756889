namespace StavisLive.Evaluation.Tests.Running;

/// <summary>A watch over a session that nobody keeps.</summary>
internal sealed class Unwatched : IAsyncDisposable
{
    public ValueTask DisposeAsync() => default;
}
