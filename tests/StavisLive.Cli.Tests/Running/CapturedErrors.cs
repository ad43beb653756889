namespace StavisLive.Cli.Tests.Running;

/// <summary>Standard error, caught. It belongs to the process: tests that catch it share a collection.</summary>
[CollectionDefinition(nameof(CapturedErrors), DisableParallelization = true)]
public sealed class CapturedErrors : IDisposable
{
    private readonly TextWriter _before = Console.Error;
    private readonly StringWriter _text = new();

    public CapturedErrors() => Console.SetError(TextWriter.Synchronized(_text));

    /// <summary>What was written so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Its lines.</summary>
    public string[] Lines => Text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => Console.SetError(_before);
}
