using System.Collections.ObjectModel;

namespace StavisLive.Core.Configuration;

/// <summary>A list in a configuration: equal to another one that holds equal things, so that configurations can be compared.</summary>
public sealed class ConfigList<T> : Collection<T>, IEquatable<ConfigList<T>>
{
    /// <inheritdoc />
    public bool Equals(ConfigList<T>? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ConfigList<T>);

    /// <inheritdoc />
    public override int GetHashCode() => Count;
}
