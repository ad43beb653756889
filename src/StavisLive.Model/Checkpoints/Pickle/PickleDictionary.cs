namespace StavisLive.Model.Checkpoints.Pickle;

/// <summary>A Python dictionary: keys in order, of any kind.</summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, object?> _byName = [];

    /// <summary>Entries whose key is a string, in order.</summary>
    public List<KeyValuePair<string, object?>> Named { get; } = [];

    /// <summary>Adds an entry. Keys that are no strings (an optimizer's numbers) lead to nothing we look for.</summary>
    public void Add(object? key, object? value)
    {
        if (key is not string name) return;
        if (!_byName.TryAdd(name, value)) throw new InvalidDataException($"The key \"{name}\" occurs twice.");
        Named.Add(new(name, value));
    }

    /// <summary>The value of a name; null if there is none.</summary>
    public object? this[string name] => _byName.GetValueOrDefault(name);
}
