using System.Text.Json;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Follows a file of metrics that grows for hours: reads each line once and keeps no more than counts.</summary>
internal sealed class MetricsTail(string file)
{
    private long _read;

    /// <summary>Maps so far.</summary>
    public int Maps { get; private set; }

    /// <summary>The newest state of the source; null before there is one.</summary>
    public string? State { get; private set; }

    /// <summary>Number of its connection.</summary>
    public int Connection { get; private set; }

    /// <summary>How often each state was entered.</summary>
    public Dictionary<string, int> Entered { get; } = [];

    /// <summary>Reads what has been added.</summary>
    public void Read()
    {
        if (!File.Exists(file)) return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _read;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        // The last line may still be on its way; all of it is ASCII.
        var complete = text[..(text.LastIndexOf('\n') + 1)];
        _read += complete.Length;
        foreach (var line in complete.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Take(JsonSerializer.Deserialize<JsonElement>(line));
    }

    private void Take(JsonElement line)
    {
        switch (line.GetProperty("type").GetString())
        {
            case "map":
                Maps++;
                break;
            case "source":
                var state = line.GetProperty("state").GetString()!;
                if (state != State) Entered[state] = Entered.GetValueOrDefault(state) + 1;
                State = state;
                Connection = line.GetProperty("connection").GetInt32();
                break;
        }
    }
}
