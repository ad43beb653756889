namespace StavisLive.Core.Configuration.Serving;

/// <summary>What somebody may do with the server.</summary>
public enum AccessRole
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Look and change.</summary>
    Operator,
}
