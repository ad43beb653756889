namespace StavisLive.Evaluation.Reports;

/// <summary>The frames with the highest scores, one of each video. Bounded.</summary>
/// <param name="capacity">Most frames kept.</param>
internal sealed class FrameGallery(int capacity)
{
    private readonly List<KeptFrame> _frames = [];

    /// <summary>The frames, highest score first.</summary>
    public IReadOnlyList<KeptFrame> Frames => _frames;

    /// <summary>Whether a frame would be kept.</summary>
    public bool Wants(string row, double score)
    {
        if (double.IsNaN(score)) return false;
        var same = _frames.Find(frame => frame.Row == row);
        if (same is not null) return score > same.Score;
        return _frames.Count < capacity || score > _frames[^1].Score;
    }

    /// <summary>Keeps a frame that is wanted, in place of its video's, or of the lowest.</summary>
    public void Add(KeptFrame frame)
    {
        if (_frames.RemoveAll(other => other.Row == frame.Row) == 0 && _frames.Count == capacity) _frames.RemoveAt(_frames.Count - 1);
        _frames.Add(frame);
        _frames.Sort((x, y) => y.Score.CompareTo(x.Score));
    }
}
