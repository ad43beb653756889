namespace StavisLive.Server.Api.Forwarding;

/// <summary>Marks an endpoint that the machine answers which watches the source <c>{id}</c>.</summary>
internal sealed class WatcherAnswers
{
    /// <summary>The mark.</summary>
    public static WatcherAnswers Mark { get; } = new();
}
