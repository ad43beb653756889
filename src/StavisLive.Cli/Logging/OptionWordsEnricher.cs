using Serilog.Core;
using Serilog.Events;
using StavisLive.Cli.CommandLine;

namespace StavisLive.Cli.Logging;

/// <summary>Lets the log call settings by their options, as all else that the command line says.</summary>
internal sealed class OptionWordsEnricher : ILogEventEnricher
{
    /// <inheritdoc />
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? changed = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (value is not ScalarValue { Value: string text } || !text.Contains('`', StringComparison.Ordinal)) continue;
            (changed ??= []).Add(new LogEventProperty(name, new ScalarValue(OptionWords.Of(text))));
        }
        foreach (var property in changed ?? []) logEvent.AddOrUpdateProperty(property);
    }
}
