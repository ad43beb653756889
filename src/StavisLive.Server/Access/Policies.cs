using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Server.Access;

/// <summary>Names of what requests can be limited by.</summary>
internal static class Policies
{
    /// <summary>Anybody with a token.</summary>
    public const string Viewer = nameof(AccessRole.Viewer);

    /// <summary>Anybody with a token who sees every source.</summary>
    public const string WholeViewer = nameof(WholeViewer);

    /// <summary>Operators.</summary>
    public const string Operator = nameof(AccessRole.Operator);

    /// <summary>How often somebody may change something.</summary>
    public const string ControlRate = "control";
}
