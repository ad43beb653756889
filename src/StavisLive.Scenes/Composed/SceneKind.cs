namespace StavisLive.Scenes.Composed;

/// <summary>What tells which object of a scene sounds.</summary>
public enum SceneKind
{
    /// <summary>Objects are of different kinds, each with its kind of sound.</summary>
    ByKind,

    /// <summary>Objects are of one kind and pulse at different rates; the sound pulses with one of them.</summary>
    ByRhythm,

    /// <summary>As in the built-in scene: kinds differ, and only the sounding object pulses, the others breathe.</summary>
    Demonstration,
}
