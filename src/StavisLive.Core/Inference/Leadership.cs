namespace StavisLive.Core.Inference;

/// <summary>One thread's way to be the one that takes windows; among threads that share a lock, one leads.</summary>
/// <param name="shared">The lock.</param>
internal sealed class Leadership(Lock shared)
{
    private bool _isHeld;

    /// <summary>Waits until no other thread leads.</summary>
    public void Take()
    {
        shared.Enter();
        _isHeld = true;
    }

    /// <summary>Lets another thread lead; nothing if this one doesn't any more.</summary>
    public void HandOver()
    {
        if (!_isHeld) return;
        _isHeld = false;
        shared.Exit();
    }
}
