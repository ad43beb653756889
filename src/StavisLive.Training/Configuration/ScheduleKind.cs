namespace StavisLive.Training.Configuration;

/// <summary>Curves of learning rates.</summary>
public enum ScheduleKind
{
    /// <summary>Constant, and a tenth of it after each drop.</summary>
    Steps,

    /// <summary>Half a cosine down to zero (Loshchilov, Hutter, ICLR 2017).</summary>
    Cosine,
}
