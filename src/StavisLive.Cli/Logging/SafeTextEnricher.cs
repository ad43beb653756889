using Serilog.Core;
using Serilog.Events;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Cli.Logging;

/// <summary>Keeps passwords out of the log: in whatever an event holds, and in the trace of its exception.</summary>
/// <remarks>The trace becomes the property <c>Trace</c>, because an event's exception cannot be changed.</remarks>
internal sealed class SafeTextEnricher : ILogEventEnricher
{
    /// <inheritdoc />
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? changed = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is ScalarValue { Value: string text } && SafeAddress.Redact(text) is var safe && safe != text)
                (changed ??= []).Add(new LogEventProperty(name, new ScalarValue(safe)));
        }
        foreach (var property in changed ?? []) logEvent.AddOrUpdateProperty(property);
        if (logEvent.Exception is { } exception)
            logEvent.AddOrUpdateProperty(new LogEventProperty("Trace", new ScalarValue(Environment.NewLine + SafeAddress.Redact(exception.ToString()))));
    }
}
