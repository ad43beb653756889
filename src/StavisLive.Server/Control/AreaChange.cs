namespace StavisLive.Server.Control;

/// <summary>Zones or masks that are to take the place of those that there are.</summary>
/// <param name="Areas">All of them.</param>
/// <param name="BasedOn">Tags of those that they may take the place of; none: whichever there are.</param>
internal sealed record AreaChange<T>(IReadOnlyList<T> Areas, IReadOnlyCollection<string> BasedOn)
{
    /// <summary>Refuses them where somebody else was faster.</summary>
    /// <param name="before">Tag of those that there are.</param>
    /// <param name="now">Tag of these.</param>
    /// <exception cref="ControlException">There are others than they were based on.</exception>
    public void Check(string before, string now)
    {
        // What is so already does no harm: an answer may have been lost.
        if (BasedOn.Count == 0 || BasedOn.Contains(before) || before == now) return;
        throw new ControlException("They have been changed meanwhile: look at what is there now, and save again.", RefusalKind.Outdated);
    }
}
