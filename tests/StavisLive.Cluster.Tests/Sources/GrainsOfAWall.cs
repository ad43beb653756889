using System.Reflection;
using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Tests.Sources;

/// <summary>Grains of which there is only a wall.</summary>
internal class GrainsOfAWall : DispatchProxy
{
    private IWall? _wall;

    /// <summary>Those of that one.</summary>
    public static IGrainFactory Of(IWall wall)
    {
        var grains = Create<IGrainFactory, GrainsOfAWall>();
        ((GrainsOfAWall)(object)grains)._wall = wall;
        return grains;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(IWall) ? _wall : throw new NotSupportedException(targetMethod.ToString());
}
