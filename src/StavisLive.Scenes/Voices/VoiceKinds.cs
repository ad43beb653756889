using StavisLive.Scenes.Objects;

namespace StavisLive.Scenes.Voices;

/// <summary>Which kind of object makes which kind of sound, as faces have voices: seeing and hearing, one can tell who it is.</summary>
internal static class VoiceKinds
{
    /// <summary>The kind of sound of an object of a given look.</summary>
    public static VoiceKind Of(ObjectLook look) => look switch
    {
        ObjectLook.Stripes => VoiceKind.Speech,
        ObjectLook.Spots => VoiceKind.Notes,
        ObjectLook.Checks => VoiceKind.Noise,
        _ => VoiceKind.Knocks,
    };
}
