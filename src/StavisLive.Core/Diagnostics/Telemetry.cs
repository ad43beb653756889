using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace StavisLive.Core.Diagnostics;

/// <summary>Under which name the program measures and traces itself: one meter and one source of activities.</summary>
public static class Telemetry
{
    /// <summary>Name of both, to listen to.</summary>
    public const string Name = "StavisLive";

    private static readonly string? Version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);

    /// <summary>Makes the instruments.</summary>
    internal static Meter Meter { get; } = new(Name, Version);

    /// <summary>Makes the activities.</summary>
    internal static ActivitySource Activities { get; } = new(Name, Version);

    /// <summary>Starts an activity of one stream within the one that is under way; null while nobody listens.</summary>
    internal static Activity? StartActivity(string name, string source) =>
        Activities.HasListeners() ? Activities.StartActivity(name, ActivityKind.Internal, parentContext: default, [Tags.Source(source)]) : null;

    /// <summary>Takes note of what ended an activity before its time. Cancelling is no error.</summary>
    internal static void Fail(this Activity? activity, Exception cause)
    {
        if (activity is null || cause is OperationCanceledException) return;
        // Not the exception with its stack and its causes: their texts may hold what nobody redacted.
        activity.SetTag("error.type", cause.GetType().FullName);
        activity.SetStatus(ActivityStatusCode.Error, SafeAddress.Redact(cause.Message));
    }
}
