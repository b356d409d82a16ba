import { ChevronDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import styles from "./Button.module.css";
import { classes } from "./css";
import { Kbd } from "./Kbd";

type Look = "plain" | "primary" | "danger" | "quiet";

type ButtonProps = Omit<AriaButtonProps, "className" | "style" | "children"> & {
  look?: Look;
  icon?: LucideIcon;
  /** Opens a menu or a popover: shown by a chevron. */
  opens?: boolean;
  children: ReactNode;
};

/** A button with text. */
export function Button({ look = "plain", icon: Icon, opens = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classes(styles.button, styles[look])}>
      {Icon && <Icon size={14} aria-hidden />}
      {children}
      {opens && <ChevronDown size={13} className={styles.chevron} aria-hidden />}
    </AriaButton>
  );
}

type IconButtonProps = Omit<AriaButtonProps, "className" | "style" | "children" | "aria-label"> & {
  /** Accessible name, and the tooltip. */
  label: string;
  icon: LucideIcon;
  keys?: string;
  size?: number;
  pressed?: boolean;
  /** Pressed, the icon is filled. */
  fills?: boolean;
  tip?: string;
};

/** A button that is only an icon; its name shows as a tooltip. */
export function IconButton({
  label,
  icon: Icon,
  keys,
  size = 15,
  pressed,
  fills = true,
  tip = label,
  ...rest
}: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      <AriaButton {...rest} aria-label={label} aria-pressed={pressed} className={styles.icon}>
        <Icon size={size} aria-hidden fill={pressed && fills ? "currentColor" : "none"} />
      </AriaButton>
      <Tooltip className={styles.tip} offset={6}>
        {tip}
        {keys && <Kbd keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
