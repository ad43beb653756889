using System.Collections.ObjectModel;

namespace StavisLive.Core.Media;

/// <summary>A list that equals another one that holds equal things, as records do.</summary>
public sealed class ValueList<T> : Collection<T>, IEquatable<ValueList<T>>
{
    /// <inheritdoc />
    public bool Equals(ValueList<T>? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc />
    public override int GetHashCode() => Count;
}
