using System.Collections.Immutable;

namespace StavisLive.Core.Diagnostics;

/// <summary>Who is there now, for instruments that are read rather than written. Thread-safe.</summary>
internal sealed class Registry<T> where T : class
{
    private ImmutableArray<T> _entries = [];

    /// <summary>Those who are there.</summary>
    public IReadOnlyList<T> Entries => ImmutableInterlocked.InterlockedCompareExchange(ref _entries, default, default);

    /// <summary>Somebody comes; disposing what this gives makes them leave.</summary>
    public IDisposable Enter(T entry)
    {
        ImmutableInterlocked.Update(ref _entries, entries => entries.Add(entry));
        return new Place(this, entry);
    }

    // Who has left already is no matter.
    private void Leave(T entry) => ImmutableInterlocked.Update(ref _entries, entries => entries.Remove(entry, ReferenceEqualityComparer.Instance));

    private sealed class Place(Registry<T> registry, T entry) : IDisposable
    {
        public void Dispose() => registry.Leave(entry);
    }
}
