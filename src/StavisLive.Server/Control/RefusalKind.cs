namespace StavisLive.Server.Control;

/// <summary>Why something that was asked for is not done.</summary>
internal enum RefusalKind
{
    /// <summary>It cannot be meant.</summary>
    Wrong,

    /// <summary>It is there already.</summary>
    Taken,

    /// <summary>There is no such source.</summary>
    Unknown,

    /// <summary>Somebody else has changed what it was based on.</summary>
    Outdated,

    /// <summary>It would be right at another time, or of another source.</summary>
    NotNow,
}
