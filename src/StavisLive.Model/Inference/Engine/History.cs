using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>The newest tensors of a series, as many as it has places. Owns them.</summary>
internal sealed class History(int places)
{
    private readonly Tensor?[] _tensors = new Tensor?[places];
    private int _oldest;

    /// <summary>The oldest one kept; there is one once all places are filled.</summary>
    public Tensor Oldest => this[0];

    /// <summary>The newest one.</summary>
    public Tensor Newest => this[places - 1];

    /// <summary>One by its age, the oldest first.</summary>
    public Tensor this[int place] =>
        _tensors[(_oldest + place) % places] ?? throw new InvalidOperationException($"Place {place} of {places} is empty.");

    /// <summary>Takes the newest one; frees the oldest.</summary>
    public void Add(Tensor tensor)
    {
        _tensors[_oldest]?.Dispose();
        _tensors[_oldest] = tensor;
        _oldest = (_oldest + 1) % places;
    }

    /// <summary>Fills every place with one value.</summary>
    public void Fill(Tensor value)
    {
        for (var place = 0; place < places; place++) Add(value.alias().DetachFromDisposeScope());
    }

    /// <summary>Frees all.</summary>
    public void Clear()
    {
        foreach (var tensor in _tensors) tensor?.Dispose();
        Array.Clear(_tensors);
    }
}
